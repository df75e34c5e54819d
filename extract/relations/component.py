"""The spaCy component that finds relations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extract.language.prerequisites import check, need_parse
from extract.relations.assemble import triples_of
from extract.relations.confidence import default_cut
from extract.relations.extensions import register
from extract.relations.find.triggers import TriggerIndex
from extract.relations.rules.load import load_rules
from extract.relations.rules.ruleset import RuleSet
from extract.relations.sentence import find_relations


@Language.factory(
    "resistract_relations",
    assigns=["doc._.relations", "doc._.triples"],
    requires=["doc.ents", "token.dep", "span._.direction", "span._.norm", "span._.state"],
    default_config={"rules": [], "min_confidence": None},
)
def make_relations(nlp: Language, name: str, rules: Sequence[str], min_confidence: float | None) -> RelationFinder:
    """Create the component.

    `rules` are TOML files that add to the rules that ship. Claims below `min_confidence` are left out, by default those
    below the cut that served unseen text best.
    """
    check(nlp, "resistract_relations")
    cut = default_cut() if min_confidence is None else min_confidence
    return RelationFinder(load_rules(rules), name=name, min_confidence=cut)


class RelationFinder:
    """Sets ``doc._.relations`` and ``doc._.triples`` from the parse, ``doc.ents`` and their states."""

    def __init__(self, rules: RuleSet, *, name: str = "resistract_relations", min_confidence: float = 0.0):
        register()
        self.name, self.rules, self.min_confidence = name, rules, min_confidence
        self._index = TriggerIndex(rules)

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations of a Doc.

        Raises
        ------
        ValueError
            If the Doc has no dependency parse.
        """
        need_parse(doc, "resistract_relations")
        found = find_relations(doc, self.rules, self._index) if len(doc) else []
        relations = tuple(relation for relation in found if relation.confidence >= self.min_confidence)
        doc._.relations = relations
        doc._.triples = triples_of(doc, relations)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterable[Doc]:
        """Find the relations of many Docs."""
        for doc in stream:
            yield self(doc)
