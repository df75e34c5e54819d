"""JSON parsed so that whatever it holds can be read and written again."""

from __future__ import annotations

import json
from typing import Any

from extract.documents.errors import ReadError


def parse_json(data: bytes, path: str) -> Any:
    """Parse JSON; halves of surrogate pairs, which no text can hold, become question marks.

    Raises
    ------
    ReadError
        If the bytes are not JSON, or nested too deep.
    """
    try:
        content = json.loads(data.decode("utf-8-sig"))
        if b"\\u" in data:
            whole = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
            content = json.loads(whole)
    except RecursionError as error:
        raise ReadError(path, "the JSON is nested too deep", "the file is damaged or hostile") from error
    except ValueError as error:
        raise ReadError(path, f"the JSON is broken: {error}", "download it again") from error
    return content
