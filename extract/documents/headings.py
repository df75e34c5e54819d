"""What a heading's words say: its number and depth, and the type of the section it opens."""

from __future__ import annotations

import re

from extract.schema import SectionType

# The order decides: "Data availability" is back matter, not "data"; "Results and discussion" counts as results.
_TYPES: tuple[tuple[SectionType, str], ...] = (
    (
        "references",
        r"references?( and notes| cited| list)?|bibliography|literature( cited)?|works cited|cited literature|"
        r"reference list|further reading",
    ),
    ("abbreviations", r"(list of )?abbreviations?( used| list)?|nomenclature|glossary"),
    (
        "back",
        r"acknowledge?ments?.*|funding.*|financial (support|disclosures?).*|sources? of (funding|support)|grants?|"
        r"(potential )?conflicts?[ -]of[ -]interests?.*|(declarations? of )?(competing|conflicting) interests?.*|"
        r"declarations?( of .*)?|disclosures?.*|(authors?['’]?s?['’]? )?(contributions?|contributorship).*|author"
        r" contributions?.*|"
        r"credit author.*|data (availability|accessibility|sharing|deposition).*|availability (of )?.*|code"
        r" availability.*|"
        r"(electronic )?supplement(ary|al)?\b.*|supporting information.*|appendi(x|ces).*|additional"
        r" (files?|information).*|"
        r"ethic(s|al) (approval|statement|declarations?|consent).*|consent( for| to)? (publication|participate).*|"
        r"patient consent.*|institutional review board.*|informed consent statement.*|publisher['’]?s? note.*|open"
        r" access.*|"
        r"orcid.*|key ?words?|author (details|information|affiliations|notes).*|pre-?publication history|"
        r"(open )?peer review.*|(referee|reviewer) reports?.*|decision letter|author responses?|"
        r"editor's (evaluation|assessment)|"
        r"(article )?history|how to cite.*|cite this.*|provenance.*|correspondence.*|associated data|footnotes?|notes?|"
        r"transparency.*|guarantor.*|reviewer information|citation|copyright.*|competing financial interests.*|"
        r"statement of .*interest.*|contributor information|abbreviated title|trial (status|registration)|editor.*|"
        r"(trial )?registration( number)?|highlights? box|endnotes?|reviewers?['’] comments?|related articles?|"
        r"role of the funding source|grant (support|information|sponsor).*|software availability|tables? legends?",
    ),
    (
        "abstract",
        r"(structured |graphical |author |plain[ -]language |lay |simple |executive )?(abstract|summary)|synopsis|core"
        r" tip|"
        r"highlights|significance( statement)?|key ?points?|what is (already )?known.*|in brief|teaser",
    ),
    (
        "conclusion",
        r"(\w+ ){0,3}conclu(sions?|ding)\b.*|(future )?(perspectives?|outlook|directions?)|future"
        r" .*(directions?|perspectives?)|"
        r"summary and (outlook|perspectives?|conclusions?)|take[ -]home message",
    ),
    ("results", r"(\w+ ){0,2}results?\b.*|findings|main findings|observations"),
    (
        "methods",
        r"((materials?|patients?|subjects|participants|study|experimental|search|statistical|research|analysis|online|star|cells?|"
        r"animals|population) )*(and )?(materials?|methods?|methodology)\b.*|.*\bmethods?( section)?|experimental("
        r" (section|procedures?|"
        r"design|part|details))?|procedures?|(star|online)[ ★*-]methods|statistic(s|al analys[ei]s)|study"
        r" design.*|patients and .*|"
        r"literature search.*|search strategy|data (sources?|collection|analysis)|subjects and .*|design and"
        r" .*|methodology.*",
    ),
    (
        "discussion",
        r"(general )?discussions?\b.*|clinical (perspectives?|implications)|limitations?( of .*)?|comment(ary)?",
    ),
    (
        "introduction",
        r"introduction\b.*|(general )?background( and .*)?|rationale|aims?( and .*)?|objectives?|purpose|hypothesis",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _TYPES)

_NUMBER = re.compile(
    r"^\s*(?:(?:section|chapter|part)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,5}(?=[.)]\s|\s*[|:])|[A-Z](?=[.)]\s))"
    r"(?:[.)]|\s*[|:])?(?:\s+[|:]\s*|\s+|(?<=[.)|:]))(?=[^\s\d])"
)
_SPACED = ("INTRODUCTION", "METHODS", "RESULTS", "DISCUSSION", "CONCLUSION", "REFERENCES", "ABSTRACT")
_LONGEST_SPACED = max(map(len, _SPACED))
_LETTER_SPACED = re.compile(r"(?<!\S)(?:[A-Z&]{1,2} ){2,}[A-Z]{1,2}(?!\S)")
_KNOWN = re.compile(
    r"abstract|summary|introduction|background|methods?|materials? and methods|patients and"
    r" methods|results|discussion|conclusions?|"
    r"references|bibliography|acknowledge?ments?|funding|keywords|objectives?|aims?|purpose|abbreviations|results and"
    r" discussion|"
    r"declarations|competing interests|conflicts? of interests?|author contributions|authors['’]"
    r" contributions|disclosures?|"
    r"supplementary materials?|data availability( statement)?|case (report|presentation)|experimental("
    r" section)?|footnotes|"
    r"literature cited|ethics statement|limitations|core tip|materials and method|concluding remarks|additional"
    r" information",
    re.IGNORECASE,
)


# Headings of back matter that boxes and notes in the middle of a paper carry, too.
_SMALL = re.compile(
    r"disclosures?.*|(potential )?conflicts?[ -]of[ -]interests?.*|(competing|conflicting) interests?.*|open access.*|"
    r"copyright.*|correspondence.*|(article )?history|citation|how to cite.*|cite this.*|provenance.*|editor.*|"
    r"publisher['’]?s? note.*|notes?|footnotes?|(trial )?registration( number)?|trial (status|registration)|"
    r"key ?words?|"
    r"author (details|information|affiliations|notes).*|related articles?|highlights? box|availability (of )?.*",
    re.IGNORECASE,
)
# What the text under such headings speaks of.
_SMALL_PRINT = re.compile(
    r"@|https?:|www\.|©|\b(?:authors?|conflicts?|interests?|disclos\w+|declar\w+|fund\w*|grants?|licen[cs]\w+|copyright|"
    r"open access|creative commons|correspond\w+|e-?mail|tel|fax|universit\w+|department|hospital|institut\w+|received|"
    r"accepted|published|publisher|cite|citation|doi|editor\w*|review\w*|registered|registration|regist\w+|NCT\d+|"
    r"trial|honorari\w+|consult\w+|advisory|speaker|employe\w+|stock\w*|patents?|royalt\w+|support\w*|sponsor\w*|"
    r"ethic\w*|consent\w*|approv\w+|available|availability|request|data|key ?words?|journal|volume|issn)\b",
    re.IGNORECASE,
)


def is_small_print(title: str, text: str) -> bool:
    """Tell whether a paragraph belongs under a heading of back matter, and is not the paper going on below a box."""
    words = " ".join(split_number(despaced(title))[1].split()).strip(" .:*#_|-–—")
    return not _SMALL.fullmatch(words) or bool(_SMALL_PRINT.search(text)) or len(text.split()) < 3


def despaced(title: str) -> str:
    """Close up a letter-spaced title: "R E F E R E N C E S" becomes "REFERENCES"."""
    joined = _LETTER_SPACED.sub(lambda match: match[0].replace(" ", ""), title)
    first = "".join(joined.split(maxsplit=_LONGEST_SPACED)[:_LONGEST_SPACED])
    if not first.upper().startswith(_SPACED):
        return joined
    letters = joined.split()
    short = sum(len(part) <= 2 for part in letters)
    return "".join(letters) if len(letters) >= 5 and short >= 0.6 * len(letters) else joined


def split_number(title: str) -> tuple[str, str]:
    """Split "3.1. Cell culture" into its number ("3.1") and its words; the number is empty when there is none."""
    match = _NUMBER.match(title)
    if match is None:
        return "", title.strip()
    return match["number"], title[match.end() :].strip()


def depth(number: str) -> int:
    """Return the depth a heading's number tells: "3.1" is 2 deep. 0 for no number."""
    return len(number.split(".")) if number else 0


def section_type(title: str) -> SectionType | None:
    """Return the type a heading's words name, or None when they are the author's own."""
    words = " ".join(split_number(despaced(title))[1].split()).strip(" .:*#_|-–—")
    if not words or len(words) > 90:
        return None
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(words):
            return kind
    return None


def is_known(title: str) -> bool:
    """Tell whether the words are one of the headings every paper has."""
    words = " ".join(split_number(despaced(title))[1].split()).strip(" .:*#_|-–—")
    return bool(_KNOWN.fullmatch(words))


RUN_IN = re.compile(
    r"(?P<open>[*_]{0,3})(?P<title>(?:Simple Summary|Abstract|Summary|Background(?: and"
    r" (?:Aims?|Objectives?|Purpose))?|Introduction|Objectives?|Aims?|"
    r"Purpose|Context|Rationale|Hypothesis|Design|Study Design|Setting|Settings and"
    r" Design|Participants|Patients|Interventions?|"
    r"(?:Materials? and |Patients and |Subjects and )?Methods?(?: and"
    r" (?:Materials?|Results|Findings))?|Methodology(?:/Principal Findings)?|"
    r"Experimental (?:Design|Approach)|Main Outcome Measures?|"
    r"(?:Key |Main |Principal )?(?:Results?|Findings)|Discussion|Interpretation|Conclusions?(?:/Significance| and"
    r" [A-Z]\w+)?|Significance|"
    r"Clinical (?:Relevance|Significance)|Implications|Limitations|Core [Tt]ip|Keywords?|Key words|Trial"
    r" [Rr]egistration|"
    r"Abbreviations?|Funding|Data Sources?|Novelty(?: and Impact)?|Statement of Significance|Translational Relevance)"
    r"|(?:BACKGROUND|INTRODUCTION|OBJECTIVES?|AIMS?|PURPOSE|CONTEXT|DESIGN|SETTING|PARTICIPANTS|PATIENTS|INTERVENTIONS?|METHODS?|"
    r"MATERIALS? AND METHODS?|PATIENTS AND METHODS|EXPERIMENTAL DESIGN|MEASUREMENTS?|MAIN OUTCOME MEASURES?|(?:MAIN"
    r" |KEY |PRINCIPAL )?"
    r"(?:RESULTS?|FINDINGS)|DISCUSSION|INTERPRETATION|CONCLUSIONS?|SIGNIFICANCE|IMPLICATIONS|LIMITATIONS|ABSTRACT|SUMMARY|KEYWORDS|"
    r"BACKGROUND (?:AND|&) (?:AIMS?|OBJECTIVES?|PURPOSE)|UNLABELLED|ABBREVIATIONS|FUNDING|TRIAL REGISTRATION|IMPACT AND"
    r" IMPLICATIONS|"
    r"STATEMENT OF SIGNIFICANCE|TRANSLATIONAL RELEVANCE|DATA SOURCES?|STUDY SELECTION))"
    r"(?P<mark>[*_]{0,3}\s*[:.—–][*_]{0,3}\s+|\s*:\s*(?=[A-Z]))"
)
