"""Runs made from the gold itself, with errors planted: the scores must be those that the errors make by hand."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from extract.documents import read
from extract.evaluation.evaluation import evaluate
from extract.evaluation.gold import GoldError, read_gold
from extract.evaluation.norms import net_sign
from extract.evaluation.place import fold, place_document
from extract.evaluation.sources import collect_run
from extract.evaluation.standoff import to_standoff
from extract.evaluation.units import drop_repeats, gold_claims, system_claim
from extract.schema import Context, Evidence, Trigger, Triple

ANNOTATIONS = Path(__file__).parents[2] / "annotations"
CONTEXT = {
    "CELL_LINE": "cell_lines",
    "CELL_TYPE": "cell_types",
    "DISEASE": "diseases",
    "DRUG_RESPONSE": "drug_responses",
}


def triples(document, text):
    """The gold claims of a document as the triples that a perfect system would write."""
    for sentence, place in zip(document.sentences, place_document(document, text), strict=True):
        start, end = place.span
        for number, claim in enumerate(gold_claims(sentence, place.mentions)):
            context = {name: tuple(m for m in claim.context if m.type == type_) for type_, name in CONTEXT.items()}
            yield Triple(
                id=f"{sentence.sid}-{number}",
                doc_id=document.doc_id,
                subject=claim.subject,
                predicate=claim.predicate,
                object=claim.object,
                via=claim.via,
                sign=claim.sign,
                negated=claim.negated,
                certainty=claim.certainty,
                context=Context(**context),
                evidence=Evidence(text=text[start:end], sentence=text[start:end], start=start, end=end),
                trigger=Trigger(text=text[start : start + 1], start=start, end=start + 1),
                rule="planted",
                confidence=1.0,
            )


@pytest.fixture(scope="module")
def gold():
    return read_gold(ANNOTATIONS / "bundled")


@pytest.fixture(scope="module")
def perfect(gold):
    texts = {document.doc_id: read(document.source).text for document in gold}
    return texts, [triple for document in gold for triple in triples(document, texts[document.doc_id])]


def scored(folder, gold, texts, planted):
    (folder / "documents").mkdir()
    with (folder / "mentions.jsonl").open("w") as file:
        for document in gold:
            for place in place_document(document, texts[document.doc_id]):
                for mention in place.mentions.values():
                    file.write(json.dumps({"doc_id": document.doc_id, **mention.model_dump()}) + "\n")
    (folder / "triples.jsonl").write_text("".join(triple.model_dump_json() + "\n" for triple in planted))
    for doc_id, text in texts.items():
        (folder / "documents" / f"{doc_id}.txt").write_bytes(text.encode())
        (folder / "documents" / f"{doc_id}.json").write_text('{"sections": []}')
    return evaluate(collect_run(folder, gold).units)["found"]


def test_a_perfect_run_is_perfect(tmp_path, gold, perfect):
    found = scored(tmp_path, gold, *perfect)
    for level in ("mentions_strict", "mentions_relaxed", "pair", "signed", "strict", "documents"):
        assert (found[level]["precision"], found[level]["recall"], found[level]["f1"]) == (1.0, 1.0, 1.0), level
    assert found["wrong_sign"]["part"] == 0
    assert all(share["rate"] == 1.0 for name, share in found["attributes"].items() if "identifier" not in name)
    assert found["curve"]["average_precision"] == 1.0


def test_missing_claims_lower_recall_alone(tmp_path, gold, perfect):
    texts, all_triples = perfect
    found = scored(tmp_path, gold, texts, all_triples[::3])
    kept, total = len(all_triples[::3]), len(all_triples)
    assert found["signed"]["precision"] == 1.0
    assert found["signed"]["recall"] == kept / total
    assert found["outcomes"]["gold"]["not triggered"] + found["outcomes"]["gold"]["wrong argument"] == total - kept


def test_turned_signs_are_counted(tmp_path, gold, perfect):
    texts, all_triples = perfect
    # Sentences with one claim: nothing else there could answer for the claim that was turned.
    held = Counter((t.doc_id, t.evidence.start) for t in all_triples)
    alone = [t for t in all_triples if held[t.doc_id, t.evidence.start] == 1]
    turned = [t.id for t in alone if t.predicate in ("promotes", "inhibits")]
    opposite = {"promotes": "inhibits", "inhibits": "promotes"}
    planted = [
        t.model_copy(update={"predicate": opposite[t.predicate], "sign": -t.sign}) if t.id in turned else t
        for t in all_triples
    ]
    assert all(t.sign == net_sign(t.subject, t.predicate, t.object) for t in planted)
    found = scored(tmp_path, gold, texts, planted)
    total = len(all_triples)
    assert len(turned) > 20
    assert found["pair"]["matched"] == total
    assert found["signed"]["matched"] == found["strict"]["matched"] == total - len(turned)
    assert found["wrong_sign"]["part"] == len(turned)
    assert found["wrong_sign"]["whole"] == sum(t.sign != 0 for t in all_triples)
    assert found["outcomes"]["system"]["wrong sign"] == len(turned)


def test_repeated_claims_cost_nothing(tmp_path, gold, perfect):
    texts, all_triples = perfect
    found = scored(tmp_path, gold, texts, [*all_triples, *all_triples])
    assert found["strict"]["f1"] == 1.0


def test_claims_outside_the_annotated_sentences_are_not_scored(tmp_path, gold, perfect):
    texts, all_triples = perfect
    first = all_triples[0]
    shift = len(texts[first.doc_id]) - 1
    outside = {
        side: getattr(first, side).model_copy(update={"start": shift, "end": shift + 1})
        for side in ("subject", "object")
    }
    evidence = first.evidence.model_copy(update={"start": shift, "end": shift + 1})
    planted = [*all_triples, first.model_copy(update={**outside, "evidence": evidence, "predicate": "treats"})]
    assert scored(tmp_path, gold, texts, planted)["signed"]["precision"] == 1.0


def test_run_without_the_documents(tmp_path, gold):
    for name in ("triples.jsonl", "mentions.jsonl"):
        (tmp_path / name).write_text("")
    with pytest.raises(GoldError, match="holds none of the 26 gold documents"):
        collect_run(tmp_path, gold)


def test_gold_of_the_text_is_found_in_the_pdf():
    for document in read_gold(ANNOTATIONS / "reviews"):
        assert document.source.suffix == ".pdf"
        text = read(document.source).text
        for form in (document, replace(document, sentences=tuple(map(to_standoff, document.sentences)))):
            places = place_document(form, text)
            assert all(places), document.doc_id
            for sentence, place in zip(document.sentences, places, strict=True):
                for mention in sentence.entities:
                    there = place.mentions[mention.id]
                    assert fold(text[there.start : there.end]) == fold(mention.text), (sentence.sid, mention.text)


def test_claims_of_triples_are_those_of_the_gold(gold, perfect):
    texts, all_triples = perfect
    for document in gold[:3]:
        own = [t for t in all_triples if t.doc_id == document.doc_id]
        places = place_document(document, texts[document.doc_id])
        expected = [c.key for s, p in zip(document.sentences, places, strict=True) for c in gold_claims(s, p.mentions)]
        assert [drop_repeats([system_claim(t)])[0].key for t in own] == expected
