"""The spaCy component that finds relations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extract.language.prerequisites import check, need_parse
from extract.relations.assemble import triples_of
from extract.relations.extensions import register
from extract.relations.find.triggers import TriggerIndex
from extract.relations.rules.model import RuleSet, load_rules
from extract.relations.sentence import find_relations


@Language.factory(
    "resistract_relations",
    assigns=["doc._.relations", "doc._.triples"],
    requires=["doc.ents", "token.dep", "span._.direction", "span._.norm", "span._.state"],
    default_config={"rules": []},
)
def make_relations(nlp: Language, name: str, rules: Sequence[str]) -> RelationFinder:
    """Create the component; `rules` are TOML files that add to the rules that ship."""
    check(nlp, "resistract_relations")
    return RelationFinder(load_rules(rules), name=name)


class RelationFinder:
    """Sets ``doc._.relations`` and ``doc._.triples`` from the parse, ``doc.ents`` and their states."""

    def __init__(self, rules: RuleSet, *, name: str = "resistract_relations"):
        register()
        self.name, self.rules = name, rules
        self._index = TriggerIndex(rules)

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations of a Doc.

        Raises
        ------
        ValueError
            If the Doc has no dependency parse.
        """
        need_parse(doc, "resistract_relations")
        relations = tuple(find_relations(doc, self.rules, self._index)) if len(doc) else ()
        doc._.relations = relations
        doc._.triples = triples_of(doc, relations)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterable[Doc]:
        """Find the relations of many Docs."""
        for doc in stream:
            yield self(doc)
