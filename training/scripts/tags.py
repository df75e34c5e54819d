"""Rules that give each Penn Treebank tag its Universal part of speech and features."""

from spacy.pipeline import AttributeRuler

_NOUN_FORMS = {
    "NN": ("NOUN", "Number=Sing"),
    "NNS": ("NOUN", "Number=Plur"),
    "NNP": ("PROPN", "Number=Sing"),
    "NNPS": ("PROPN", "Number=Plur"),
}
_VERB_FORMS = {
    "VB": "VerbForm=Inf",
    "VBD": "Tense=Past|VerbForm=Fin",
    "VBG": "Aspect=Prog|Tense=Pres|VerbForm=Part",
    "VBN": "Aspect=Perf|Tense=Past|VerbForm=Part",
    "VBP": "Tense=Pres|VerbForm=Fin",
    "VBZ": "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
}
_OTHER = {
    "JJ": ("ADJ", "Degree=Pos"),
    "JJR": ("ADJ", "Degree=Cmp"),
    "JJS": ("ADJ", "Degree=Sup"),
    "AFX": ("ADJ", "Hyph=Yes"),
    "RB": ("ADV", ""),
    "RBR": ("ADV", "Degree=Cmp"),
    "RBS": ("ADV", "Degree=Sup"),
    "WRB": ("ADV", "PronType=Int"),
    "CC": ("CCONJ", "ConjType=Cmp"),
    "CD": ("NUM", "NumType=Card"),
    "DT": ("DET", ""),
    "PDT": ("DET", "AdjType=Pdt"),
    "WDT": ("PRON", "PronType=Rel"),
    "EX": ("PRON", "AdvType=Ex"),
    "FW": ("X", "Foreign=Yes"),
    "IN": ("ADP", ""),
    "LS": ("PUNCT", "NumType=Ord"),
    "MD": ("AUX", "VerbForm=Fin"),
    "POS": ("PART", "Poss=Yes"),
    "PRP": ("PRON", "PronType=Prs"),
    "PRP$": ("PRON", "Poss=Yes|PronType=Prs"),
    "WP": ("PRON", "PronType=Rel"),
    "WP$": ("PRON", "Poss=Yes|PronType=Rel"),
    "RP": ("ADP", ""),
    "SYM": ("SYM", ""),
    "TO": ("PART", ""),
    "UH": ("INTJ", ""),
    "NIL": ("X", ""),
    "ADD": ("X", ""),
    "XX": ("X", ""),
    "GW": ("X", ""),
    "$": ("SYM", ""),
    "_SP": ("SPACE", ""),
    ".": ("PUNCT", "PunctType=Peri"),
    ",": ("PUNCT", "PunctType=Comm"),
    ":": ("PUNCT", ""),
    "-LRB-": ("PUNCT", "PunctSide=Ini|PunctType=Brck"),
    "-RRB-": ("PUNCT", "PunctSide=Fin|PunctType=Brck"),
    "``": ("PUNCT", "PunctSide=Ini|PunctType=Quot"),
    "''": ("PUNCT", "PunctSide=Fin|PunctType=Quot"),
    "HYPH": ("PUNCT", "PunctType=Dash"),
    "NFP": ("PUNCT", ""),
}

# spaCy's English lemma tables leave auxiliaries out.
_AUXILIARIES = {
    "be": ("be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m"),
    "have": ("have", "has", "had", "having", "'ve"),
    "do": ("do", "does", "did", "doing", "done"),
}


def add_tag_rules(ruler: AttributeRuler) -> None:
    """Fill `ruler`; it runs after the tagger and the parser."""
    forms = {**_NOUN_FORMS, **_OTHER, **{tag: ("VERB", morph) for tag, morph in _VERB_FORMS.items()}}
    for tag, (pos, morph) in forms.items():
        ruler.add([[{"TAG": tag}]], {"POS": pos, "MORPH": morph})
    verbs = {"IN": list(_VERB_FORMS)}
    ruler.add(
        [
            [{"TAG": verbs, "DEP": {"IN": ["aux", "auxpass"]}}],
            [{"TAG": verbs, "LOWER": {"IN": list(_AUXILIARIES["be"])}}],
        ],
        {"POS": "AUX"},
    )
    ruler.add([[{"TAG": "IN", "DEP": "mark"}]], {"POS": "SCONJ"})
    ruler.add([[{"DEP": "neg"}]], {"POS": "PART", "MORPH": "Polarity=Neg"})
    for lemma, words in _AUXILIARIES.items():
        ruler.add([[{"TAG": verbs, "LOWER": {"IN": list(words)}}]], {"LEMMA": lemma})
    ruler.add([[{"LOWER": {"IN": ["n't", "n’t"]}}]], {"LEMMA": "not"})
