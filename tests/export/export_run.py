"""A small run folder, made by hand: two papers, eight claims, every case that a format has to carry."""

from __future__ import annotations

from pathlib import Path

from extract.claims.claims import group_claims
from extract.export.jsonl import write_jsonl
from extract.relations.kinds import classified
from extract.schema import (
    Box,
    Citation,
    Context,
    DocumentRecord,
    Evidence,
    FoundMention,
    Mention,
    Named,
    Paper,
    Section,
    Trigger,
    Triple,
    content_hash,
)

CURIES = {
    "ITGB8": "hgnc:6163",
    "NF1": "hgnc:7765",
    "AKT": "fplx:AKT",
    "EGFR": "hgnc:3236",
    "FOXO3": "hgnc:3821",
    "METTL3": "hgnc:17563",
    "lenvatinib": "chebi:85994",
    "gefitinib": "chebi:49668",
    "sorafenib": "chebi:50924",
    "hepatocellular carcinoma": "mondo:0007256",
    "apoptosis": "go:0006915",
    "Huh-7": "cellosaurus:0336",
}
PAPERS = {
    "a": Paper(
        title="ITGB8 in the response to lenvatinib",
        authors=("Doe JQ", "Roe R"),
        journal="Journal of Examples",
        year=2021,
        doi="10.1234/abc",
        pmid="34000001",
        pmcid="PMC8000001",
    ),
    "b": Paper(title="Further tests of NF1"),
}
# document: (section, sentence) in reading order; the words in brackets are in no sentence
TEXTS = {
    "a": (
        ("title", "ITGB8 in the response to lenvatinib"),
        ("abstract", "ITGB8 promotes lenvatinib resistance via AKT in Huh-7 cells."),
        ("results", "Loss of NF1 might increase resistance to lenvatinib and sorafenib."),
        ("results", "METTL3 methylates FOXO3 mRNA; gefitinib inhibits EGFR <in vitro>."),
        ("discussion", "AKT is associated with hepatocellular carcinoma & tumor growth."),
    ),
    "b": (
        ("title", "Further tests of NF1"),
        ("body", "Loss of NF1 did not increase resistance to lenvatinib or sorafenib."),
        ("body", "Gefitinib combined with lenvatinib triggers apoptosis."),
    ),
}


def text_of(doc_id: str) -> str:
    return "\n".join(sentence for _, sentence in TEXTS[doc_id]) + "\n"


class _Doc:
    def __init__(self, doc_id: str) -> None:
        self.doc_id = doc_id
        self.text = text_of(doc_id)

    def mention(
        self, words: str, type_: str, sentence: int, *, name: str = "", state: str = "none", drugs=()
    ) -> Mention:
        start = self.text.index(words, self.text.index(TEXTS[self.doc_id][sentence][1]))
        response = type_ == "DRUG_RESPONSE"
        return Mention(
            text=words,
            type=type_,
            norm=name or words,
            curie=CURIES.get(name or words),
            start=start,
            end=start + len(words),
            state=state,
            direction="resistance" if response else None,
            drugs=tuple(Named(norm=drug, curie=CURIES[drug]) for drug in drugs) if response else None,
        )

    def triple(self, subject, predicate, object_, sign, sentence: int, trigger: str, **fields) -> Triple:
        section, words = TEXTS[self.doc_id][sentence]
        start = self.text.index(words)
        place = self.text.index(trigger, start)
        evidence = Evidence(
            text=words,
            sentence=words,
            start=start,
            end=start + len(words),
            section=section,
            page=1 if self.doc_id == "a" else None,
            boxes=(Box(page=1, x0=1, y0=2, x1=3, y1=4),) if self.doc_id == "a" else (),
            citations=fields.pop("citations", ()),
            paper=PAPERS[self.doc_id],
        )
        triple = Triple(
            id=content_hash({"doc": self.doc_id, "at": [subject.start, predicate, object_.start]}),
            doc_id=self.doc_id,
            subject=subject,
            predicate=predicate,
            object=object_,
            sign=sign,
            evidence=evidence,
            trigger=Trigger(text=trigger, start=place, end=place + len(trigger)),
            rule=f"active:{predicate}",
            confidence=fields.pop("confidence", 0.9),
            **fields,
        )
        return classified(triple)


def triples() -> list[Triple]:
    a, b = _Doc("a"), _Doc("b")
    both = ("lenvatinib", "sorafenib")
    norm = "lenvatinib, sorafenib resistance"
    return [
        a.triple(
            a.mention("ITGB8", "GENE", 1),
            "promotes",
            a.mention("lenvatinib resistance", "DRUG_RESPONSE", 1, drugs=("lenvatinib",)),
            1,
            1,
            "promotes",
            via=(a.mention("AKT", "GENE", 1),),
            context=Context(cell_lines=(a.mention("Huh-7", "CELL_LINE", 1),), settings=("in vitro",)),
            citations=(Citation(label="4", doi="10.1234/cited", pmid="30000001", text="Poe E. 2019."),),
        ),
        a.triple(
            a.mention("NF1", "GENE", 2, state="down"),
            "promotes",
            a.mention("resistance to lenvatinib and sorafenib", "DRUG_RESPONSE", 2, name=norm, drugs=both),
            -1,
            2,
            "increase",
            certainty="hedged",
            confidence=0.7,
        ),
        a.triple(a.mention("METTL3", "GENE", 3), "modifies", a.mention("FOXO3", "GENE", 3), 0, 3, "methylates"),
        a.triple(a.mention("gefitinib", "CHEMICAL", 3), "inhibits", a.mention("EGFR", "GENE", 3), -1, 3, "inhibits"),
        a.triple(
            a.mention("AKT", "GENE", 4),
            "associated_with",
            a.mention("hepatocellular carcinoma", "DISEASE", 4),
            0,
            4,
            "associated with",
            confidence=0.4,
        ),
        a.triple(
            a.mention("AKT", "GENE", 4),
            "associated_with",
            a.mention("tumor growth", "PROCESS", 4),
            0,
            4,
            "associated with",
            confidence=0.3,
        ),
        b.triple(
            b.mention("NF1", "GENE", 1, state="down"),
            "promotes",
            b.mention("resistance to lenvatinib or sorafenib", "DRUG_RESPONSE", 1, name=norm, drugs=both),
            -1,
            1,
            "increase",
            negated=True,
        ),
        b.triple(
            b.mention("Gefitinib", "CHEMICAL", 2, name="gefitinib"),
            "combines_with",
            b.mention("lenvatinib", "CHEMICAL", 2),
            0,
            2,
            "combined with",
        ),
    ]


def make_run(folder: Path) -> Path:
    """Write the run folder and return it."""
    (folder / "documents").mkdir(parents=True)
    found = triples()
    for doc_id, paper in PAPERS.items():
        text = text_of(doc_id)
        sections, at = [], 0
        for type_, sentence in TEXTS[doc_id]:
            sections.append(
                Section(title=type_.title(), type=type_, headings=(type_.title(),), start=at, end=at + len(sentence))
            )
            at += len(sentence) + 1
        record = DocumentRecord(
            **paper.model_dump(), doc_id=doc_id, format="text", source=f"{doc_id}.txt", sections=sections
        )
        (folder / "documents" / f"{doc_id}.json").write_text(record.model_dump_json(), encoding="utf-8")
        (folder / "documents" / f"{doc_id}.txt").write_text(text, encoding="utf-8")
    mentions = {
        (t.doc_id, m.start, m.end): FoundMention(doc_id=t.doc_id, **m.model_dump())
        for t in found
        for m in (t.subject, t.object, *t.via, *t.context.cell_lines)
    }
    write_jsonl(folder / "mentions.jsonl", [mentions[key] for key in sorted(mentions)])
    write_jsonl(folder / "triples.jsonl", found)
    write_jsonl(folder / "claims.jsonl", group_claims(found))
    (folder / "run.json").write_text('{"created": "2026-01-01T00:00:00Z"}')
    return folder
