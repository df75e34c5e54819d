"""What the pipeline makes of gold documents, as units to score: sentence by sentence, or whole documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extract.documents import Document
from extract.evaluation.gold import GoldDocument, GoldSentence
from extract.evaluation.place import Place, place_document
from extract.evaluation.units import Claim, Unit, drop_repeats, gold_claims, gold_mention, system_claim
from extract.language.load import annotate, apply, make_doc
from extract.relations.assemble import mentions_of
from extract.schema import Mention, Triple

# What finds and names mentions; gold mentions take their place.
MENTION_COMPONENTS = (
    "ner",
    "resistract_recogniser",
    "resistract_lexicon",
    "resistract_mentions",
    "resistract_grounding",
)


def sentence_units(nlp: Language, gold: Iterable[GoldDocument], *, given_mentions: bool = False) -> list[Unit]:
    """Run the pipeline over each gold sentence by itself; sentences without text are left out.

    Parameters
    ----------
    nlp : Language
        A pipeline from ``extract.language.load``.
    gold : iterable of GoldDocument
        Gold whose sentences carry their text.
    given_mentions : bool
        Preset the gold mentions (type, norm, direction, drugs) and leave out the components that find mentions.
    """
    units = []
    with _mentions_off(nlp, off=given_mentions):
        for document in gold:
            for sentence in document.sentences:
                if sentence.text is None:
                    continue
                mentions = {mention.id: gold_mention(mention) for mention in sentence.entities}
                doc = nlp.make_doc(sentence.text)
                if given_mentions:
                    preset(doc, mentions.values())
                doc = apply(nlp, doc)
                units.append(
                    Unit(
                        sid=sentence.sid,
                        doc=document.doc_id,
                        text=sentence.text,
                        gold_mentions=tuple(mentions.values()),
                        gold_claims=gold_claims(sentence, mentions),
                        mentions=mentions_of(doc),
                        claims=drop_repeats(system_claim(triple) for triple in doc._.triples),
                        gold_set=document.gold_set,
                    )
                )
    return units


def document_units(
    nlp: Language, gold: GoldDocument, document: Document, *, given_mentions: bool = False
) -> list[Unit]:
    """Run the pipeline over a whole document and share out what it finds among the gold sentences.

    Offsets are those of ``document.text``. Claims outside the annotated sentences are left out.
    """
    places = place_document(gold, document.text)
    if not given_mentions:
        doc = annotate(nlp, document)
    else:
        with _mentions_off(nlp, off=True):
            doc = _annotate_given(nlp, document, places)
    return share_out(
        gold, places, document.text, mentions_of(doc), doc._.triples, sections=lambda at: _section(document, at)
    )


def share_out(
    gold: GoldDocument,
    places: Sequence[Place | None],
    text: str,
    mentions: Sequence[Mention],
    triples: Iterable[Triple],
    *,
    sections: Callable[[int], str],
) -> list[Unit]:
    """Return a unit for each gold sentence with the system's mentions and claims that stand in it.

    All offsets index ``text``; ``sections`` gives the type of section at an offset. A claim belongs to the sentence
    that holds both its arguments, else to the one its evidence overlaps most.
    """
    spans = [place.span if place else None for place in places]
    shared: list[list[Claim]] = [[] for _ in spans]
    for triple in triples:
        index = _home(triple, spans)
        if index is not None:
            shared[index].append(system_claim(triple))
    units = []
    for sentence, place, claims in zip(gold.sentences, places, shared, strict=True):
        units.append(_unit(gold, sentence, place, text, mentions, claims, sections))
    return units


def preset(doc: Doc, mentions: Iterable[Mention]) -> None:
    """Set mentions, whose offsets index ``doc.text``, as the entities of a Doc with their norms and drugs."""
    chosen: dict[tuple[int, int, str], Mention] = {}
    spans: list[Span] = []
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, label=mention.type, alignment_mode="expand")
        if span is not None and len(span):
            chosen.setdefault((span.start, span.end, span.label_), mention)
            spans.append(span)
    doc.ents = filter_spans(spans)
    for ent in doc.ents:
        mention = chosen[ent.start, ent.end, ent.label_]
        ent._.norm = mention.norm
        ent._.direction = mention.direction
        ent._.drugs = mention.drugs or ()
        ent._.drug_names = tuple(drug.norm for drug in mention.drugs or ())


def _annotate_given(nlp: Language, document: Document, places: Sequence[Place | None]) -> Doc:
    doc = make_doc(nlp, document)
    mentions = []
    for place in places:
        for mention in place.mentions.values() if place else ():
            clean = document.to_clean(mention.start, mention.end)
            if clean is not None and clean[0] < clean[1]:
                mentions.append(mention.model_copy(update={"start": clean[0], "end": clean[1]}))
    preset(doc, mentions)
    return apply(nlp, doc)


def _unit(
    gold: GoldDocument,
    sentence: GoldSentence,
    place: Place | None,
    text: str,
    mentions: Sequence[Mention],
    claims: Sequence[Claim],
    sections: Callable[[int], str],
) -> Unit:
    if place is None:
        named = {mention.id: gold_mention(mention) for mention in sentence.entities}
        return Unit(
            sid=sentence.sid,
            doc=gold.doc_id,
            text=sentence.text or f"{sentence.starts} … {sentence.ends}",
            gold_mentions=tuple(named.values()),
            gold_claims=gold_claims(sentence, named),
            gold_set=gold.gold_set,
            read=False,
        )
    start, end = place.span
    return Unit(
        sid=sentence.sid,
        doc=gold.doc_id,
        text=text[start:end],
        start=start,
        gold_mentions=tuple(place.mentions.values()),
        gold_claims=gold_claims(sentence, place.mentions),
        mentions=tuple(mention for mention in mentions if start <= mention.start and mention.end <= end),
        claims=drop_repeats(claims),
        section=sections(start),
        gold_set=gold.gold_set,
    )


def _home(triple: Triple, spans: Sequence[tuple[int, int] | None]) -> int | None:
    for index, span in enumerate(spans):
        if span and all(span[0] <= side.start and side.end <= span[1] for side in (triple.subject, triple.object)):
            return index
    shared = [min(span[1], triple.evidence.end) - max(span[0], triple.evidence.start) if span else 0 for span in spans]
    best = max(range(len(spans)), key=shared.__getitem__, default=None)
    return best if best is not None and shared[best] > 0 else None


def _section(document: Document, start: int) -> str:
    section = document.section_at(start)
    return section.type if section else "body"


def _mentions_off(nlp: Language, *, off: bool) -> ExitStack:
    stack = ExitStack()
    names = [name for name in MENTION_COMPONENTS if name in nlp.pipe_names]
    if off and names:
        stack.enter_context(nlp.select_pipes(disable=names))
    return stack
