"""Small PDFs for tests, written by hand: pages of lines, with drawings, links, marks and passwords where wanted."""

from __future__ import annotations

import hashlib
import zlib

_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
FONTS = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>",
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Italic /Encoding /WinAnsiEncoding >>",
)


def show(x, y, size, font, text):
    """Return the operators that print one line."""
    safe = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({safe}) Tj ET\n"


def stroke(x0, y0, x1, y1):
    """Return the operators that draw one straight stroke."""
    return f"{x0} {y0} m {x1} {y1} l S\n"


def write_pdf(path, pages, *, compress=False, fonts=FONTS, page=b"", objects=(), password=None):
    """Write a PDF.

    Parameters
    ----------
    pages
        Each a list of (x, y, size, font, text), of (x0, y0, x1, y1) for strokes, or of content operators as strings.
        Fonts are F1 (roman), F2 (bold), F3 (italic), and on.
    page
        More entries of every page's dictionary.
    objects
        More objects, as (entries, stream); the first is X1 among the pages' drawings.
    password
        Encrypts the file; the empty string for one that opens without asking.
    """
    found = [(b"/Type /Catalog /Pages 2 0 R", None), (b"", None)]
    found += [(font.strip(b"<> "), None) for font in fonts]
    drawings = b""
    for entries, stream in objects:
        found.append((entries, stream))
        drawings += b"/X%d %d 0 R " % (drawings.count(b"/X") + 1, len(found))
    named = b" ".join(b"/F%d %d 0 R" % (n + 1, n + 3) for n in range(len(fonts)))
    kids = []
    for lines in pages:
        content = "".join(map(_drawn, lines)).encode("cp1252")
        found.append((b"/Filter /FlateDecode", zlib.compress(content)) if compress else (b"", content))
        resources = b"<< /Font << " + named + b" >> /XObject << " + drawings + b">> >>"
        box = b"" if b"/MediaBox" in page else b"/MediaBox [0 0 600 800] "
        entries = b"/Type /Page /Parent 2 0 R " + box + page + b" /Resources " + resources
        found.append((entries + b" /Contents %d 0 R" % len(found), None))
        kids.append(b"%d 0 R" % len(found))
    found[1] = (b"/Type /Pages /Count %d /Kids [%s]" % (len(kids), b" ".join(kids)), None)
    trailer, key = b"", b""
    if password is not None:
        key, entries = _encryption(password.encode())
        found.append((entries, None))
        trailer = b"/Encrypt %d 0 R /ID [<%s> <%s>] " % (len(found), b"00" * 16, b"00" * 16)
    path.write_bytes(_file(found, key, trailer))
    return path


def _drawn(item):
    if isinstance(item, str):
        return item
    return stroke(*item) if len(item) == 4 else show(*item)


def _file(found, key, trailer):
    data = b"%PDF-1.4\n"
    places = []
    for number, (entries, stream) in enumerate(found, 1):
        places.append(len(data))
        body = b"<< " + entries + b" >>"
        if stream is not None:
            if key:
                own = _md5(key + number.to_bytes(3, "little") + b"\0\0")[: len(key) + 5]
                stream = _rc4(own, stream)
            body = b"<< " + entries + b" /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream"
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(found) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Size %d /Root 1 0 R " % (len(found) + 1) + trailer
    return data + b">>\nstartxref\n%d\n%%%%EOF\n" % table


def _encryption(password):
    """Return the key and the dictionary of the standard security handler, revision 2."""
    owner = _rc4(_md5(_padded(b"owner"))[:5], _padded(password))
    rights = (-4).to_bytes(4, "little", signed=True)
    key = _md5(_padded(password) + owner + rights + bytes(16))[:5]
    user = _rc4(key, _PAD)
    entries = b"/Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s>"
    return key, entries % (owner.hex().encode(), user.hex().encode())


def _md5(data):
    return hashlib.md5(data, usedforsecurity=False).digest()


def _padded(password):
    return (password + _PAD)[:32]


def _rc4(key, data):
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def one_page(path, text, *, page=b""):
    """Write a PDF of one line; return its path and the box of the line in points."""
    write_pdf(path, [[(60, 600, 12, "F1", text)]], page=page)
    return path, {"x0": 60, "y0": 597, "x1": 60 + 6 * len(text), "y1": 609}
