"""Hostile inputs from a seed: mutants of real files of all formats, and shapes made to cost more than they hold."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SENTENCE = "Loss of DUSP9 activates ERK signaling in Huh7 cells. "
EXTREMES = (
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\x1b[2J",
    b"&x;",
    b"]]>",
    b"<!--",
    b"9" * 40,
    b"-1",
    "²".encode(),
    b"\r",
)


def seeds(start: int) -> list[tuple[str, bytes]]:
    """Return small files of every format: those of the tests, and the first ``start`` bytes of bundled papers."""
    found = [(path.suffix, path.read_bytes()) for path in sorted((ROOT / "tests" / "documents" / "cases").iterdir())]
    found += [(path.suffix, path.read_bytes()[:start]) for path in sorted((ROOT / "corpus" / "synopses").glob("*.txt"))]
    record = f"<PMID>1</PMID><Article><Abstract><AbstractText>{SENTENCE}</AbstractText></Abstract></Article>"
    citation = f"<MedlineCitation>{record}</MedlineCitation>"
    found.append(
        (".xml", f"<PubmedArticleSet>{f'<PubmedArticle>{citation}</PubmedArticle>' * 3}</PubmedArticleSet>".encode())
    )
    return [(suffix, data) for suffix, data in found if len(data) < 20_000]


def mutant(data: bytes, noise: random.Random) -> bytes:
    """Return a file changed in one to four places."""
    out = bytearray(data)
    for _ in range(noise.randint(1, 4)):
        at = noise.randrange(len(out) + 1)
        length = noise.choice((1, 2, 8, 60, 400))
        how = noise.randrange(6)
        if how == 0:
            out[at : at + length] = noise.randbytes(length)
        elif how == 1:
            del out[at : at + length]
        elif how == 2:
            out[at:at] = noise.choice(EXTREMES) * noise.choice((1, 3, 50))
        elif how == 3:
            out[at:at] = out[at : at + length] * noise.choice((2, 20, 200))
        elif how == 4:
            del out[at:]
        else:
            other = noise.randrange(len(out) + 1)
            out[at : at + length] = out[other : other + length]
    return bytes(out)


def _words(noise: random.Random) -> bytes:
    unit = noise.choice(
        (">", ",", "(", "([", "A", "- ", "EGFR, ", "(a", "| ", "# A\n\n", "* ", "[1]", "$", "~~", "\t", "&lt;")
    )
    return (SENTENCE + unit * noise.choice((500, 3000, 8000))).encode()


def _nested(noise: random.Random) -> bytes:
    depth = noise.choice((50, 250, 3000))
    if noise.random() < 0.5:
        return b'{"documents": ' + b"[" * depth + b"]" * depth + b"}"
    name = noise.choice(("sec", "list", "italic", "p"))
    return f"<article><body>{f'<{name}>' * depth}{SENTENCE}{f'</{name}>' * depth}</body></article>".encode()


def _bioc(noise: random.Random) -> bytes:
    odd = noise.choice((None, 5, "x", [], {}, -1, 1e300, 10**30, "²", "\ud800", True))
    passage = {"offset": 0, "infons": {"type": "paragraph"}, "text": SENTENCE}
    passage[noise.choice(("offset", "infons", "text", "sentences"))] = odd
    document = {"id": noise.choice((odd, "1", "../../x", "\x1b[2J")), "passages": noise.choice(([passage], odd, [odd]))}
    return json.dumps({"documents": noise.choice(([document], [document, odd, document], odd))}).encode()


def _table(noise: random.Random) -> bytes:
    span = noise.choice(("1", "50", "0", "-1", "²", "99999999999999999999", "x"))
    cell = f'<td colspan="{span}" rowspan="{span}">EGFR</td>'
    rows = f"<tr>{cell * noise.choice((1, 30))}</tr>" * noise.choice((1, 40))
    return f"<article><body><p>{SENTENCE}</p><table-wrap><table>{rows}</table></table-wrap></body></article>".encode()


def _entities(noise: random.Random) -> bytes:
    content = noise.choice(('"&b;"', 'SYSTEM "file:///etc/passwd"', '"' + " " * 4000, "%x;", '"x"'))
    text = (
        f'<!DOCTYPE article [<!ENTITY b "y"><!ENTITY a {content}>]><article><body><p>{SENTENCE}&a;</p></body></article>'
    )
    return text.encode(noise.choice(("utf-8", "utf-16")))


def _pdf(noise: random.Random) -> bytes:
    body = noise.choice(
        (SENTENCE.encode(), b"q " * 20_000, b"(a) Tj " * 30_000, b"/X1 Do " * 300, b"1 0 0 1 0 0 cm " * 3000)
    )
    content = b"BT /F1 10 Tf 50 700 Td (" + SENTENCE.encode() * 3 + b") Tj ET " + body
    filters = noise.choice((1, 1, 2))
    for _ in range(filters):
        content = zlib.compress(content)
    width = noise.choice((b"[0 4000000000 5]", b"[0 65535 1]" * 300, b"9 0 R", b"[7 [9 0 R]]"))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R %s] /Count 1 >>" % noise.choice((b"", b"2 0 R", b"3 0 R" * 50)),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >>"
        b" /XObject << /X1 5 0 R >> >> >>",
        noise.choice((b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", b"4 0 R"))
        if noise.random() < 0.7
        else b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font"
        b" /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >>"
        b" /FontDescriptor << >> /W " + width + b" >>] >>",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Length %s /Filter [%s] >>\nstream\n%s\nendstream"
        % (noise.choice((b"%d" % len(content), b"9 0 R", b"-1", b"5 0 R")), b"/FlateDecode " * filters, content),
        b"7 0 R",
        b"6 0 R",
        b"null",
        b"[9 0 R 9 0 R]",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    root = noise.choice((b"1 0 R", b"1 0 R", b"6 0 R"))
    out += b"trailer\n<< /Size %d /Root %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


SHAPES: tuple[tuple[str, Callable[[random.Random], bytes]], ...] = (
    (".txt", _words),
    (".md", _words),
    (".xml", _nested),
    (".json", _bioc),
    (".xml", _table),
    (".xml", _entities),
    (".pdf", _pdf),
)


def inputs(count: int, seed: int, start: int = 1500) -> Iterator[tuple[str, bytes]]:
    """Yield a name and the bytes of each input: three mutants to one shape."""
    noise = random.Random(seed)  # noqa: S311  not for secrets
    files = seeds(start)
    for number in range(count):
        if number % 4 < 3:
            suffix, data = noise.choice(files)
            yield f"mutant-{number:05}{suffix}", mutant(data, noise)
        else:
            suffix, make = noise.choice(SHAPES)
            yield f"shape-{number:05}{suffix}", make(noise)
