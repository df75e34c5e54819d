"""What claims are in the Biolink Model: categories of things, predicates with their qualifiers."""

from __future__ import annotations

from extract.schema import ClaimRelation, MentionType, Sign

CATEGORIES: dict[MentionType, str] = {
    "GENE": "Gene",
    "NCRNA": "Gene",
    "CHEMICAL": "ChemicalEntity",
    "DISEASE": "Disease",
    "CELL_LINE": "CellLine",
    "CELL_TYPE": "Cell",
    "PATHWAY": "Pathway",
    "PROCESS": "BiologicalProcess",
    "VARIANT": "SequenceVariant",
    "DRUG_RESPONSE": "ChemicalEntity",  # its drug
}
_OF_REGISTER = {"fplx": "GeneFamily"}  # more than the type says
_MOLECULES = ("GENE", "NCRNA", "CHEMICAL")
_ASPECTS = {
    "upregulates": "expression",
    "downregulates": "expression",
    "activates": "activity",
    "inhibits": "activity",
    "modifies": "molecular_modification",
}
_RESPONSES = {
    1: "associated_with_resistance_to",
    -1: "associated_with_sensitivity_to",
    0: "associated_with_response_to",
}
_CORRELATED = {1: "positively_correlated_with", -1: "negatively_correlated_with"}
_BETWEEN: dict[ClaimRelation, str] = {
    "binding": "directly_physically_interacts_with",
    "combination": "associated_with",  # Biolink has no predicate for drugs that are given together
    "association": "associated_with",
}


def category(type_: MentionType, curie: str) -> str:
    """Return the category of a thing with an identifier."""
    return _OF_REGISTER.get(curie.partition(":")[0], CATEGORIES[type_])


def relation(relation: ClaimRelation, sign: Sign, stated: str, object_: MentionType) -> dict[str, str]:
    """Return predicate and qualifiers of a claim, without the prefix ``biolink:``.

    Parameters
    ----------
    relation, sign
        Of the claim; the sign is the net one, towards resistance for responses.
    stated : str
        The predicate that the sentence, or most of the sentences, state.
    object_ : str
        Type of the object; for DRUG_RESPONSE the edge is to lead to the drug.
    """
    if object_ == "DRUG_RESPONSE":
        return {"predicate": _RESPONSES[sign]}
    if relation == "association" and sign:
        return {"predicate": _CORRELATED[sign]}
    if relation in _BETWEEN:
        return {"predicate": _BETWEEN[relation]}
    if stated == "treats" and object_ == "DISEASE":
        return {"predicate": "treats_or_applied_or_studied_to_treat"}
    found = {"predicate": "affects"}
    if sign:
        found |= {
            "qualified_predicate": "causes",
            "object_direction_qualifier": "increased" if sign > 0 else "decreased",
        }
    if object_ in _MOLECULES:
        found["object_aspect_qualifier"] = _ASPECTS.get(stated, "activity_or_abundance")
    return found
