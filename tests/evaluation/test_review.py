import csv
import io
import json

import pytest

from extract.evaluation.gold import GoldError, read_gold
from extract.evaluation.place import text_hash
from extract.evaluation.review import COLUMNS, FILLED, read_sheet, review_rows, to_csv
from extract.evaluation.validate import validate_file
from extract.evaluation.verdicts import apply_sheet, parse_correction, write_gold
from extract.export.jsonl import write_jsonl
from extract.schema import Context, Evidence, Mention, Named, Trigger, Triple

SENTENCE = "TRIB3 loss drives\naxitinib resistance via β-catenin in A498 cells."
START = 40


def mention(text, type_="GENE", **fields):
    at = START + SENTENCE.index(text)
    return Mention(text=text, type=type_, norm=text, start=at, end=at + len(text), **fields)


TRIB3 = mention("TRIB3", state="down")
RESISTANCE = mention(
    "axitinib resistance", "DRUG_RESPONSE", direction="resistance", drugs=(Named(norm="axitinib", curie="chebi:66910"),)
)
CATENIN = mention("β-catenin")
A498 = mention("A498", "CELL_LINE")


def triple(subject=TRIB3, predicate="promotes", object_=RESISTANCE, **fields):
    fields.setdefault("sign", -1)
    return Triple(
        id=f"{subject.text}-{predicate}-{object_.text}",
        doc_id="d",
        subject=subject,
        predicate=predicate,
        object=object_,
        evidence=Evidence(
            text=SENTENCE,
            sentence=" ".join(SENTENCE.split()),
            start=START,
            end=START + len(SENTENCE),
            section="results",
            page=3,
        ),
        trigger=Trigger(text="drives", start=START + 11, end=START + 17),
        context=Context(cell_lines=(A498,)),
        rule="active:drive",
        confidence=0.5,
        **fields,
    )


TRIPLES = [
    triple(via=(CATENIN,)),
    triple(predicate="activates", object_=CATENIN),
    triple(CATENIN, "binds", A498, sign=0),
]


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "out"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "d.txt").write_text("x" * START + SENTENCE + "\n", newline="")
    write_jsonl(folder / "triples.jsonl", TRIPLES)
    return folder


def fill(run, tmp_path, *verdicts, delimiter=","):
    rows = review_rows(run)
    for row, verdict in zip(rows, verdicts, strict=False):
        row.update(verdict)
    text = to_csv(rows)
    if delimiter != ",":
        file = io.StringIO()
        writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        text = file.getvalue()
    path = tmp_path / "sheet.csv"
    path.write_text(text, newline="")
    return path


def by_claim(run, **verdicts):
    """Verdicts in the order of the rows, named for the predicate of each."""
    return [verdicts.get(json.loads(row["record"])["predicate"], {}) for row in review_rows(run)]


def test_sheet_shows_claims_with_evidence_and_empty_verdicts(run):
    rows = review_rows(run)
    assert len(rows) == 3
    assert {tuple(row) for row in rows} == {COLUMNS}
    assert all(row[name] == "" for row in rows for name in FILLED)
    row = next(row for row in rows if "promotes" in row["claim"])
    assert row["claim"] == "TRIB3 [down] promotes axitinib resistance via β-catenin"
    assert (row["document"], row["page"], row["section"]) == ("d", "3", "results")
    assert "\n" not in row["evidence"]


def test_sample_is_repeatable(run):
    assert len(review_rows(run, sample=2)) == 2
    assert review_rows(run, sample=2, seed=5) == review_rows(run, sample=2, seed=5)
    assert review_rows(run, sample=9) == review_rows(run)


def test_cells_are_no_formulas(run):
    row = review_rows(run)[0] | {"claim": "=1+1"}
    read = next(csv.DictReader(io.StringIO(to_csv([row]).removeprefix("\ufeff"))))
    assert read["claim"] == "'=1+1"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_verdicts_become_gold(run, tmp_path, delimiter):
    sheet = fill(
        run,
        tmp_path,
        *by_claim(
            run,
            promotes={"verdict": "Correct"},
            activates={
                "verdict": "incorrect",
                "correction": "predicate=inhibits; subject_state=none; certainty=hedged",
            },
            binds={"verdict": "incorrect"},
        ),
        delimiter=delimiter,
    )
    counts = write_gold(sheet, tmp_path / "gold")
    assert counts == {"documents": 1, "sentences": 1, "claims": 2}
    (document,) = read_gold(tmp_path / "gold")
    assert document.sha256 == text_hash((run / "documents" / "d.txt").read_text())
    (sentence,) = document.sentences
    assert (sentence.start, sentence.text) == (START, SENTENCE)
    named = {m.id: m.text for m in sentence.entities}
    claims = {r.predicate: r for r in sentence.relations}
    assert set(claims) == {"promotes", "inhibits"}
    assert named[claims["promotes"].via[0]] == "β-catenin"
    assert claims["promotes"].subject_state == "down"
    assert (claims["inhibits"].subject_state, claims["inhibits"].certainty) == ("none", "hedged")
    assert validate_file(tmp_path / "gold" / "d.jsonl") == []


def test_corrections_of_arguments(run, tmp_path):
    sheet = fill(
        run,
        tmp_path,
        *by_claim(
            run,
            promotes={"verdict": "incorrect", "correction": "subject=β-catenin; via="},
            activates={"verdict": "incorrect", "correction": "swap; negated=yes"},
        ),
    )
    ((sentence,),) = apply_sheet(sheet).values()
    named = {m.id: m.text for m in sentence.entities}
    first, second = sentence.relations
    assert {named[first.subject], named[second.subject]} == {"β-catenin"}
    swapped = next(r for r in sentence.relations if r.predicate == "activates")
    assert (named[swapped.object], swapped.object_state, swapped.negated) == ("TRIB3", "down", True)


def test_missing_claims_are_added(run, tmp_path):
    rows = review_rows(run)
    rows[0]["verdict"] = "correct"
    rows.append(
        rows[0] | {"verdict": "missing", "correction": "subject=β-catenin; predicate=regulates; object=TRIB3; via="}
    )
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(to_csv(rows), newline="")
    ((sentence,),) = apply_sheet(sheet).values()
    assert "regulates" in {relation.predicate for relation in sentence.relations}


def test_wrong_mentions_are_left_out(run, tmp_path):
    verdicts = by_claim(run, activates={"verdict": "correct"}, binds={"verdict": "wrong mention"})
    ((sentence,),) = apply_sheet(fill(run, tmp_path, *verdicts)).values()
    assert [relation.predicate for relation in sentence.relations] == ["activates"]


@pytest.mark.parametrize(
    ("verdict", "says"),
    [
        ({"verdict": "perhaps"}, "row 2: verdict 'perhaps' is unknown"),
        ({"verdict": "incorrect", "correction": "colour=red"}, "cannot read the correction"),
        ({"verdict": "incorrect", "correction": "predicate=causes"}, "predicate"),
        ({"verdict": "incorrect", "correction": "subject=KRAS"}, "not a mention of the sentence"),
        ({"verdict": "incorrect", "correction": "negated=maybe"}, "negated=yes or negated=no"),
        ({"verdict": "missing"}, "needs a correction"),
        ({"verdict": "correct", "record": "{}"}, "restore it"),
    ],
)
def test_errors_of_curators_are_named(run, tmp_path, verdict, says):
    with pytest.raises(GoldError, match=says):
        apply_sheet(fill(run, tmp_path, verdict))


def test_other_files_are_refused(tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(GoldError, match="not a review sheet"):
        read_sheet(other)
    with pytest.raises(GoldError, match="not the output folder"):
        review_rows(tmp_path)


def test_sheet_without_verdicts(run, tmp_path):
    with pytest.raises(GoldError, match="no row has a verdict"):
        write_gold(fill(run, tmp_path), tmp_path / "gold")


def test_corrections():
    assert parse_correction(" predicate = inhibits ;swap; ", where="x") == {"predicate": "inhibits", "swap": "yes"}
    assert parse_correction("", where="x") == {}
