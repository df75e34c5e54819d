"""`indra`: INDRA Statements as JSON, one for each claim of a sentence, as ``stmts_from_json`` reads them.

What changes the response to a drug is said to influence a concept, "resistance to lenvatinib"; it never acts on the
drug itself. Statements between molecules follow the net sign, in which the states of both ends count: loss of A
activating B is ``Inhibition(A, B)``.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extract.export import prefixes
from extract.export.source import Run
from extract.schema import Mention, Named, Sign, Triple

_SPACE = uuid.UUID("6f1f1a52-4e0c-5b5e-9a43-8a1f6d0f7c11")  # of the ids of statements
_AGENTS = frozenset({"GENE", "NCRNA", "CHEMICAL", "PATHWAY", "PROCESS", "DISEASE", "VARIANT"})
_AMOUNTS = frozenset({"upregulates", "downregulates"})
_POLARITY: dict[str, Sign] = {"down": -1, "up": 1}
_MODIFICATIONS = (  # stems of triggers, longer ones before those they hold
    ("dephosphorylat", "Dephosphorylation"),
    ("autophosphorylat", ""),
    ("phosphorylat", "Phosphorylation"),
    ("deubiquitinat", "Deubiquitination"),
    ("ubiquitinat", "Ubiquitination"),
    ("desumoylat", "Desumoylation"),
    ("sumoylat", "Sumoylation"),
    ("deacetylat", "Deacetylation"),
    ("acetylat", "Acetylation"),
    ("demethylat", "Demethylation"),
    ("methylat", "Methylation"),
    ("glycosylat", "Glycosylation"),
    ("hydroxylat", "Hydroxylation"),
    ("palmitoylat", "Palmitoylation"),
)
_CONTEXT = {"cell_line": "cell_lines", "cell_type": "cell_types", "disease": "diseases"}


def write(run: Run, path: Path) -> None:
    """Write a JSON array of Statements."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write("[")
        number = 0
        for triple in run.triples():
            for statement in statements(triple):
                stream.write((",\n" if number else "\n") + json.dumps(statement, ensure_ascii=False))
                number += 1
        stream.write("\n]\n")


def statements(triple: Triple) -> Iterator[dict[str, Any]]:
    """Yield the Statements of a claim: one, or one for each drug of the response it changes."""
    subject, object_ = triple.subject, triple.object
    ends = [(start, end) for start in _concepts(subject) for end in _concepts(object_)]
    if "DRUG_RESPONSE" not in (subject.type, object_.type) and (between := _between_agents(triple)) is not None:
        yield _finished(triple, between, 0)
        return
    for number, (start, end) in enumerate(ends):
        if triple.predicate in ("associated_with", "combines_with"):
            yield _finished(triple, {"type": "Association", "members": _events(triple, start, end, number)}, number)
        else:
            subj, obj = _events(triple, start, end, number)
            yield _finished(triple, {"type": "Influence", "subj": subj, "obj": obj}, number)


def _between_agents(triple: Triple) -> dict[str, Any] | None:
    """Return the Statement between two agents, None where the claim is better said of concepts."""
    subject, object_ = triple.subject, triple.object
    if subject.type not in _AGENTS or object_.type not in _AGENTS or triple.predicate in ("treats", "combines_with"):
        return None
    agents = [_agent(mention) for mention in (subject, object_)]
    if triple.predicate == "binds":
        return {"type": "Complex", "members": agents}
    if triple.predicate == "modifies" and subject.state == object_.state == "none":
        made = _modification(triple.trigger.text.lower())
        if made:
            return {"type": made, "enz": agents[0], "sub": agents[1]}
    if triple.predicate == "associated_with" or not triple.sign:
        return None
    if triple.predicate in _AMOUNTS:
        type_ = "IncreaseAmount" if triple.sign > 0 else "DecreaseAmount"
        return {"type": type_, "subj": agents[0], "obj": agents[1]}
    type_ = "Activation" if triple.sign > 0 else "Inhibition"
    return {"type": type_, "subj": agents[0], "obj": agents[1], "obj_activity": "activity"}


def _agent(mention: Mention) -> dict[str, Any]:
    """Return an agent; a mutated gene's product has a mutation that is not said which."""
    agent = _named(mention.norm, mention.curie, mention.text)
    if mention.type == "GENE" and mention.state == "altered":
        agent["mutations"] = [{"position": None, "residue_from": None, "residue_to": None}]
    return agent


def _modification(trigger: str) -> str:
    return next((type_ for stem, type_ in _MODIFICATIONS if stem in trigger), "")


def _events(triple: Triple, start: dict[str, Any], end: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Return events whose polarities multiply to the net sign, the subject's being that of its state."""
    first = _POLARITY.get(triple.subject.state)
    second = triple.sign * (first or 1) or None
    return [_event(start, first, triple, f"s{number}"), _event(end, second, triple, f"o{number}")]


def _event(concept: dict[str, Any], polarity: int | None, triple: Triple, part: str) -> dict[str, Any]:
    delta: dict[str, Any] = {"type": "qualitative", "polarity": polarity, "adjectives": []}
    return {"type": "Event", "concept": concept, "delta": delta, "id": _id(triple, part)}


def _concepts(mention: Mention) -> list[dict[str, Any]]:
    """Return what a mention is as concepts: for a drug response the resistance to each of its drugs."""
    if mention.type != "DRUG_RESPONSE":
        return [_named(mention.norm, mention.curie, mention.text)]
    drugs: tuple[Named | None, ...] = mention.drugs or (None,)
    names = [f"resistance to {drug.norm}" if drug else "drug resistance" for drug in drugs]
    return [{"name": name, "db_refs": {"TEXT": mention.text}} for name in names]


def _named(name: str, curie: str | None, text: str) -> dict[str, Any]:
    refs = {"TEXT": text}
    if curie is not None and prefixes.known(curie):
        namespace, ident = prefixes.indra(curie)
        refs[namespace] = ident
    return {"name": name, "db_refs": refs}


def _finished(triple: Triple, statement: dict[str, Any], number: int) -> dict[str, Any]:
    return {**statement, "belief": triple.confidence, "evidence": [_evidence(triple)], "id": _id(triple, str(number))}


def _evidence(triple: Triple) -> dict[str, Any]:
    paper = triple.evidence.paper
    refs = {"PMID": paper.pmid, "PMCID": paper.pmcid, "DOI": paper.doi and paper.doi.upper()}
    epistemics: dict[str, Any] = {"section_type": triple.evidence.section}
    if triple.negated:
        epistemics["negated"] = True
    if triple.certainty == "hedged":
        epistemics["hypothesis"] = True
    found = {
        "source_api": "resistract",
        "source_id": triple.id,
        "pmid": paper.pmid,
        "text": triple.evidence.sentence,
        "annotations": _annotations(triple),
        "epistemics": epistemics,
        "context": _context(triple),
        "text_refs": {name: value for name, value in refs.items() if value},
        "source_hash": int(triple.id[:15], 16),
    }
    return {name: value for name, value in found.items() if value not in (None, {})}


def _annotations(triple: Triple) -> dict[str, Any]:
    drugs = [drug for mention in (triple.subject, triple.object) for drug in mention.drugs or ()]
    return {
        "found_by": triple.rule,
        "predicate": triple.predicate,
        "sign": triple.sign,
        "states": [triple.subject.state, triple.object.state],
        "via": [mention.norm for mention in triple.via],
        "drugs": [{"name": drug.norm, "curie": drug.curie} for drug in drugs],
        "kind": triple.kind,
        "mechanism_class": list(triple.mechanism_class),
        "settings": list(triple.context.settings),
        "doc_id": triple.doc_id,
        "span": [triple.evidence.start, triple.evidence.end],
        "page": triple.evidence.page,
    }


def _context(triple: Triple) -> dict[str, Any] | None:
    named = {name: getattr(triple.context, field)[:1] for name, field in _CONTEXT.items()}
    found = {name: _named(m[0].norm, m[0].curie, m[0].text) for name, m in named.items() if m}
    for value in found.values():
        value["db_refs"].pop("TEXT")
    return {**found, "type": "bio"} if found else None


def _id(triple: Triple, part: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{triple.id}/{part}"))
