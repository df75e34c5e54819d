import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.evaluation.brat import export_brat, import_brat
from extract.evaluation.gold import (
    GoldDocument,
    GoldError,
    GoldMention,
    GoldRelation,
    GoldSentence,
    read_gold,
    read_sentences,
    write_sentences,
)
from extract.evaluation.units import gold_claims, gold_mention
from extract.evaluation.validate import validate_file

TEXT = "Loss of TRIB3 may restore sensitivity to axitinib via AKT in A498 cells."


def mention(id_, text, type_="GENE", **fields):
    at = TEXT.index(text)
    fields.setdefault("norm", text)
    return GoldMention(
        id=id_,
        text=text,
        start=at,
        end=at + len(text),
        raw_start=100 + at,
        raw_end=100 + at + len(text),
        type=type_,
        **fields,
    )


MENTIONS = (
    mention("T1", "TRIB3"),
    mention("T2", "sensitivity to axitinib", "DRUG_RESPONSE", direction="sensitivity", drugs=("axitinib",)),
    mention("T3", "AKT", norm="akt; “odd, norm”"),
    mention("T4", "A498", "CELL_LINE"),
)
RELATION = GoldRelation(
    subject="T1",
    subject_state="down",
    predicate="promotes",
    object="T2",
    via=("T3",),
    certainty="hedged",
    context=("T4",),
)


def sentence(entities=MENTIONS, relations=(RELATION,), **fields):
    fields = {"sid": "d-s1", "doc": "d", "start": 100, "end": 100 + len(TEXT), "text": TEXT} | fields
    return GoldSentence(entities=tuple(entities), relations=tuple(relations), **fields)


def write(tmp_path, *sentences):
    path = tmp_path / "d.jsonl"
    write_sentences(path, sentences)
    return path


def test_written_gold_is_read_back(tmp_path):
    path = write(tmp_path, sentence())
    assert read_sentences(path) == [sentence()]
    (document,) = read_gold(tmp_path)
    assert (document.doc_id, document.has_text, document.sha256) == ("d", True, None)


def test_sources_are_read(tmp_path):
    write(tmp_path, sentence())
    (tmp_path / "sources.toml").write_text('[[document]]\nid = "d"\nsha256 = "ab"\nsource = "d.pdf"\ntitle = "On d"\n')
    (document,) = read_gold(tmp_path)
    assert (document.sha256, document.title, document.source) == ("ab", "On d", tmp_path / "d.pdf")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{not json", "line 1"),
        (json.dumps({"sid": "s", "doc": "d", "start": 0}), "end: Field required"),
        (json.dumps(sentence().model_dump() | {"start": "early"}), "start"),
        (sentence().model_dump_json().replace('"promotes"', '"causes"'), "predicate"),
    ],
)
def test_what_is_not_gold_is_named(tmp_path, line, says):
    path = tmp_path / "d.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(GoldError, match=says) as caught:
        read_sentences(path)
    assert str(path) in str(caught.value)


def test_missing_gold(tmp_path):
    with pytest.raises(GoldError, match="no such folder"):
        read_gold(tmp_path / "none")
    with pytest.raises(GoldError, match="holds no gold"):
        read_gold(tmp_path)


def test_claim_about_a_mention_that_is_not_there():
    broken = sentence(relations=[RELATION.model_copy(update={"object": "T9"})])
    with pytest.raises(GoldError, match="names T9"):
        gold_claims(broken, {m.id: gold_mention(m) for m in broken.entities})


def test_good_gold_has_no_problems(tmp_path):
    assert validate_file(write(tmp_path, sentence())) == []


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (sentence(text=TEXT.replace("TRIB3", "TRIB4")), "there stands “TRIB4”"),
        (sentence([*MENTIONS, mention("T5", "axitinib", "CHEMICAL")]), "overlap; keep the longer"),
        (sentence([*MENTIONS, mention("T4", "Loss")]), "two mentions have the id T4"),
        (sentence([*MENTIONS[:3], mention("T4", "A498", "CELL_LINE", norm=" ")]), "empty norm"),
        (sentence([mention("T2", "sensitivity to axitinib", "DRUG_RESPONSE")], ()), "needs a direction"),
        (sentence([mention("T1", "TRIB3", direction="resistance")], ()), "only DRUG_RESPONSE has"),
        (sentence(relations=[RELATION.model_copy(update={"object": "T9"})]), "names T9, but no mention"),
        (sentence(relations=[RELATION.model_copy(update={"object": "T1"})]), "one mention on both sides"),
        (sentence(relations=[RELATION.model_copy(update={"via": ("T1",)})]), "as via"),
        (sentence(relations=[RELATION.model_copy(update={"context": ("T3",)})]), "the context of"),
        (sentence(doc="other"), "named for 'd'"),
        (sentence(start=90, end=80), "not before end"),
        (sentence(start=120), "outside the sentence"),
        (sentence(text=None), "neither text nor"),
        (sentence(text=None, starts="one two three four five", ends="x"), "more than 4 words"),
    ],
)
def test_errors_of_annotators(tmp_path, broken, says):
    messages = [problem.message for problem in validate_file(write(tmp_path, broken)) if problem.error]
    assert any(says in message for message in messages), messages


def test_what_is_unusual_is_no_error(tmp_path):
    twice = sentence(relations=[RELATION, RELATION, RELATION.model_copy(update={"predicate": "treats"})])
    problems = validate_file(write(tmp_path, twice))
    assert [problem.error for problem in problems] == [False, False]
    assert "marked twice" in problems[0].message
    assert "treats is for DISEASE" in problems[1].message


def test_repeated_and_unordered_sentences(tmp_path):
    problems = validate_file(write(tmp_path, sentence(), sentence()))
    assert {problem.line for problem in problems} == {2}
    assert any("used before" in problem.message for problem in problems)
    assert any("above it ends" in problem.message for problem in problems)


def brat(tmp_path, *sentences):
    export_brat(GoldDocument("d", sentences), tmp_path)
    return tmp_path / "d.ann"


def test_brat_round_trip(tmp_path):
    second = sentence(sid="d-s2", start=300, end=300 + len(TEXT), entities=(), relations=())
    path = brat(tmp_path, sentence(), second)
    assert import_brat(path) == [sentence(), second]
    content = path.read_text()
    assert "Subject:T1 Object:T2" in content or "Subject:" in content
    assert "SubjectState" in content
    assert "[events]" in (tmp_path / "annotation.conf").read_text()


def test_brat_offsets_index_its_text(tmp_path):
    path = brat(tmp_path, sentence(), sentence(sid="d-s2", start=300, end=400))
    text = path.with_suffix(".txt").read_text()
    for line in path.read_text().splitlines():
        if line.startswith("T"):
            _, body, covered = line.split("\t")
            _, start, end = body.split()
            assert text[int(start) : int(end)] == covered


def test_new_annotations_in_brat(tmp_path):
    path = brat(tmp_path, sentence())
    start = TEXT.index("cells")
    path.write_text(
        path.read_text() + f"T90\tCELL_TYPE {start} {start + 5}\tcells\n"
        "T91\tbinds 0 4\tLoss\nE90\tbinds:T91 Subject:T1 Object:T90\nA90\tNegated E90\n"
    )
    (read,) = import_brat(path)
    new = read.entities[-1]
    assert (new.text, new.type, new.norm, new.raw_start) == ("cells", "CELL_TYPE", "cells", 100 + start)
    assert read.relations[-1].negated
    assert read.relations[-1].object == new.id


def test_text_annotated_afresh(tmp_path):
    (tmp_path / "n.txt").write_text("TRIB3 binds AKT.\n\nAKT rests.\n")
    (tmp_path / "n.ann").write_text(
        "T1\tGENE 0 5\tTRIB3\nT2\tGENE 12 15\tAKT\nT3\tbinds 6 11\tbinds\nE1\tbinds:T3 Subject:T1 Object:T2\n"
        "T4\tGENE 18 21\tAKT\n#1\tAnnotatorNotes T4\tAKT1\n"
    )
    first, second = import_brat(tmp_path / "n.ann")
    assert (first.start, first.end, first.text) == (0, 16, "TRIB3 binds AKT.")
    assert first.relations == (GoldRelation(subject="T1", predicate="binds", object="T2"),)
    assert (second.entities[0].norm, second.entities[0].raw_start, second.entities[0].start) == ("AKT1", 18, 0)


@pytest.mark.parametrize(
    ("added", "says"),
    [
        ("T90\tGENE 0 3;5 8\tx", "is in pieces"),
        ("T90\tKINASE 0 4\tLoss", "type"),
        ("T90\tGENE x y\tLoss", "not a line of brat standoff"),
        ("R90\tbinds Arg1:T1 Arg2:T3", "only mentions"),
        ("T90\tGENE 60 90\tx", "runs over the end of a line"),
    ],
)
def test_brat_errors_are_named(tmp_path, added, says):
    path = brat(tmp_path, sentence(), sentence(sid="d-s2", start=300, end=400))
    path.write_text(path.read_text() + added + "\n")
    with pytest.raises(GoldError, match=says):
        import_brat(path)


def test_brat_wants_text(tmp_path):
    with pytest.raises(GoldError, match="without its text"):
        brat(tmp_path, sentence(text=None, starts="Loss of", ends="A498 cells."))


ids = [m.id for m in MENTIONS]
relations = st.builds(
    GoldRelation,
    subject=st.sampled_from(ids),
    subject_state=st.sampled_from(["none", "up", "down", "altered"]),
    predicate=st.sampled_from(["promotes", "binds", "treats", "associated_with"]),
    object=st.sampled_from(ids),
    object_state=st.sampled_from(["none", "up", "down", "altered"]),
    via=st.lists(st.sampled_from(ids), unique=True, max_size=3).map(tuple),
    negated=st.booleans(),
    certainty=st.sampled_from(["asserted", "hedged"]),
    context=st.lists(st.sampled_from(ids), unique=True, max_size=3).map(tuple),
)


@given(marked=st.lists(st.lists(relations, max_size=4), max_size=3), norm=st.text(min_size=1).filter(str.strip))
def test_brat_loses_nothing(tmp_path_factory, marked, norm):
    entities = (MENTIONS[0].model_copy(update={"norm": norm}), *MENTIONS[1:])
    sentences = tuple(
        sentence(entities, claims, sid=f"d-s{i}", start=100 + 200 * i, end=100 + 200 * i + len(TEXT))
        for i, claims in enumerate(marked)
    )
    path = brat(tmp_path_factory.mktemp("brat"), *sentences)
    assert tuple(import_brat(path)) == sentences
