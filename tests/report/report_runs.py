"""Run folders made by hand, so that the page can be tested without a model."""

import json

from extract.export.jsonl import write_jsonl
from extract.schema import Box, Citation, Context, Evidence, Mention, Named, TraceStep, Trigger, Triple

DOI = "10.1000/first.study"
LENVATINIB = Named(norm="lenvatinib", curie="chebi:85994")


class Paper:
    """A document put together sentence by sentence, with the triples made of it."""

    def __init__(self, doc_id, title="A paper of one's own"):
        self.doc_id, self.title = doc_id, title
        self.text, self.triples, self.mentions = "", [], []

    def sentence(self, text, **evidence):
        """Add a sentence; return its Evidence."""
        start = len(self.text)
        self.text += text + "\n"
        evidence = {"sentence": " ".join(text.split()), "section": "results", "headings": ("Results",)} | evidence
        return Evidence(text=text, start=start, end=start + len(text), **evidence)

    def mention(self, evidence, text, type_="GENE", norm=None, **fields):
        at = evidence.start + evidence.text.index(text)
        mention = Mention(text=text, type=type_, norm=norm or text, start=at, end=at + len(text), **fields)
        self.mentions.append(mention)
        return mention

    def response(self, evidence, text, direction="resistance", drugs=(LENVATINIB,)):
        return self.mention(
            evidence, text, "DRUG_RESPONSE", norm=f"lenvatinib {direction}", direction=direction, drugs=drugs
        )

    def claim(self, evidence, subject, predicate, object_, trigger, sign=1, trace=(), **fields):
        at = evidence.start + evidence.text.index(trigger)
        steps = []
        for text, role, factor in trace:
            start = evidence.start + evidence.text.index(text)
            steps.append(TraceStep(text=text, start=start, end=start + len(text), role=role, factor=factor))
        triple = Triple(
            id=f"{self.doc_id}-{len(self.triples)}",
            doc_id=self.doc_id,
            subject=subject,
            predicate=predicate,
            object=object_,
            sign=sign,
            evidence=evidence,
            trigger=Trigger(text=trigger, start=at, end=at + len(trigger)),
            trace=tuple(steps),
            rule="active:test",
            **({"confidence": 0.8, "context": Context()} | fields),
        )
        self.triples.append(triple)
        return triple


def small_paper(doc_id="paper"):
    """A paper on lenvatinib: a driver and a brake with studies, a claim against, one that names no drug."""
    paper = Paper(doc_id)
    cited = {"citations": (Citation(label="1", doi=DOI, text="Doe J. First of all. J Tests. 2021."),)}
    first = paper.sentence("Depletion of METTL1 restored\nlenvatinib sensitivity via EGFR in HCC.", **cited)
    paper.claim(
        first,
        paper.mention(first, "METTL1", state="down", curie="hgnc:7030"),
        "promotes",
        paper.response(first, "lenvatinib sensitivity", "sensitivity"),
        "restored",
        trace=(("restored", "predicate", 1), ("Depletion", "subject_state", -1), ("sensitivity", "response", -1)),
        via=(paper.mention(first, "EGFR", curie="hgnc:3236"),),
    )
    second = paper.sentence("NF1 curbs resistance to lenvatinib.", **cited)
    paper.claim(
        second,
        paper.mention(second, "NF1", curie="hgnc:7765"),
        "inhibits",
        paper.response(second, "resistance to lenvatinib"),
        "curbs",
        sign=-1,
        trace=(("curbs", "predicate", -1),),
    )
    third = paper.sentence("METTL1 lowered resistance to lenvatinib.")
    paper.claim(
        third,
        paper.mention(third, "METTL1", curie="hgnc:7030"),
        "inhibits",
        paper.response(third, "resistance to lenvatinib"),
        "lowered",
        sign=-1,
        trace=(("lowered", "predicate", -1),),
    )
    fourth = paper.sentence("ITGB8 confers resistance on such cells.")
    paper.claim(
        fourth,
        paper.mention(fourth, "ITGB8", curie="hgnc:6163"),
        "promotes",
        paper.response(fourth, "resistance", drugs=()),
        "confers",
        trace=(("confers", "predicate", 1),),
    )
    return paper


HOSTILE_NAMES = (
    "<script>document.title='owned'</script>",
    "<svg onload=\"document.title='owned'\">",
    "<img src=x onerror=\"document.title='owned'\">",
    "<a href=\"javascript:document.title='owned'\">x</a>",
    "<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "<style>body { display: none }</style>",
    "<base href=https://example.org/>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<!-- <title>",
    "--></title></style></textarea></noscript>",
    "]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3c;script&#x3e;",
    "\\u003cscript\\u003e",
    "javascript:document.title='owned'",
    "data:text/html,<script>alert(1)</script>",
    "\"onfocus=document.title='owned' autofocus=\"",
    "' onmouseover='document.title=1",
    "`${document.title='owned'}`",
    "{{ 7 * 7 }}{% raw %}",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "url(https://example.org/x.png)",
    "expression(document.title='owned')",
    "#table&q=x",
    "?a=b&c=d#e",
    "%3Cscript%3E",
    "%",
    "\u202eesrever\u202c",
    "\u2066isolated",
    "zero\u200bwidth",
    "a\u0301\u0302\u0303\u0304\u0305",
    "𝛃-catenin 😀",
    "=1+1",
    "@SUM(1)",
    "n" * 400,
    "'; DROP TABLE claims; --",
    "../../../../etc/passwd",
)
TYPES = ("GENE", "CHEMICAL", "NCRNA")
HOSTILE = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">&lt;b&gt;${1}"


def hostile_paper():
    """Names, sentences, titles and studies that would run or break a page that takes them for markup."""
    paper = Paper("hostile<img src=x onerror=alert(1)>", title=HOSTILE)
    evidence = paper.sentence(
        f"{HOSTILE} drives javascript:alert(1) 𝛃 response.",
        headings=(HOSTILE,),
        citations=(Citation(label=HOSTILE, doi='10.1000/javascript:alert(1)"onclick=x', text=HOSTILE),),
    )
    paper.claim(
        evidence,
        paper.mention(evidence, HOSTILE, curie="javascript:alert(1)"),
        "promotes",
        paper.response(evidence, "javascript:alert(1) 𝛃 response", drugs=(Named(norm=HOSTILE, curie=None), LENVATINIB)),
        "drives",
        trace=(("drives", "predicate", 1),),
        via=(paper.mention(evidence, "𝛃", "CHEMICAL"),),
    )
    return paper


def hostile_names():
    """One claim for each hostile name, as subject and object, in its heading, its identifiers and its study."""
    paper = Paper("names", title=HOSTILE_NAMES[0])
    for number, name in enumerate(HOSTILE_NAMES):
        evidence = paper.sentence(
            f"{name} promotes {name} resistance.",
            headings=(name,),
            citations=(Citation(label=name, doi=name, pmid=name, text=name),),
        )
        paper.claim(
            evidence,
            paper.mention(
                evidence, name, ("GENE", "CHEMICAL", "NCRNA")[number % 3], curie=name if number % 2 else None
            ),
            "promotes",
            paper.response(evidence, f"{name} resistance", drugs=(Named(norm=name, curie=None),)),
            "promotes",
            trace=(("promotes", "predicate", 1),),
        )
    return paper


def boxed_paper(doc_id, sentence, page, boxes):
    """A paper whose one claim stands in boxes on a page; the sentence names METTL1 and lenvatinib resistance."""
    paper = Paper(doc_id)
    evidence = paper.sentence(sentence, page=page, boxes=tuple(Box(page=page, **box) for box in boxes))
    paper.claim(
        evidence,
        paper.mention(evidence, "METTL1"),
        "promotes",
        paper.response(evidence, "lenvatinib resistance"),
        "promotes",
        trace=(("promotes", "predicate", 1),),
    )
    return paper


def write_papers(folder, papers, files=None, failures=()):
    """Write a run folder; ``files`` names the file that a document was read from."""
    (folder / "documents").mkdir(parents=True)
    write_jsonl(folder / "triples.jsonl", [triple for paper in papers for triple in paper.triples])
    rows = [
        json.dumps({"doc_id": paper.doc_id} | mention.model_dump()) for paper in papers for mention in paper.mentions
    ]
    (folder / "mentions.jsonl").write_text("".join(row + "\n" for row in rows))
    (folder / "failures.jsonl").write_text("".join(json.dumps(failure) + "\n" for failure in failures))
    inputs = []
    for paper in papers:
        base = paper.doc_id.replace("/", "_")
        section = {"title": "Results", "type": "results", "headings": ["Results"], "start": 0, "end": len(paper.text)}
        metadata = {
            "doc_id": paper.doc_id,
            "title": paper.title,
            "sections": [section],
            "references": [],
            "warnings": [f"Of {base}, figure 2 was not read"],
        }
        (folder / "documents" / f"{base}.txt").write_text(paper.text, newline="")
        (folder / "documents" / f"{base}.json").write_text(json.dumps(metadata))
        inputs.append({"doc_id": paper.doc_id, "status": "done"} | (files or {}).get(paper.doc_id, {}))
    about = {"versions": {"resistract": "0"}, "inputs": inputs, "counts": {}, "timings": {"started": "now"}}
    (folder / "run.json").write_text(json.dumps(about))
    return folder
