"""Files that a batch must survive, made when a test needs them."""

from __future__ import annotations

import random
import zlib
from pathlib import Path


def make_pdf(*streams: bytes, trailer: bytes = b"", compressed: bool = False) -> bytes:
    """Return a PDF with a page for each content stream, in Helvetica."""
    count = len(streams)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
        )
        content = zlib.compress(stream, 9) if compressed else stream
        filter_ = b" /Filter /FlateDecode" if compressed else b""
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), filter_, content))
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def make_hostile(folder: Path) -> list[Path]:
    """Fill a folder with ten files none of which can be read, and return them."""
    noise = random.Random(0)
    page = b"BT /F1 11 Tf 72 700 Td (Sorafenib induced autophagy in Huh7 cells.) Tj ET"
    key = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (b"ab" * 32, b"cd" * 32)
    bomb = "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' if level else '<!ENTITY e0 "ha">' for level in range(10)
    )
    content = {
        "corrupt.pdf": b"%PDF-1.7\n" + noise.randbytes(20_000),
        "encrypted.pdf": make_pdf(page, trailer=key),
        "scanned.pdf": make_pdf(b"0.5 g 50 50 400 600 re f", b"0.2 g 50 50 400 600 re f"),
        "endless.pdf": make_pdf(b"BT /F1 11 Tf 72 700 Td " + b"(a) Tj " * 12_000_000 + b"ET", compressed=True),
        "encoding.txt": "Сорафениб вызывает аутофагию.".encode("utf-16-le") + noise.randbytes(301),
        "broken.xml": b"<?xml version='1.0'?><article><front><article-meta></front><body><p>Sorafenib",
        "bomb.xml": f"<!DOCTYPE article [{bomb}]><article><body><p>&e9;</p></body></article>".encode(),
        "empty.txt": b"",
        "junk.txt": noise.randbytes(50_000),
    }
    for name, data in content.items():
        (folder / name).write_bytes(data)
    with open(folder / "huge.txt", "wb") as stream:
        stream.truncate(200_000_000)
    return sorted(folder.iterdir())
