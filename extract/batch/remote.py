"""Papers at web addresses and in object stores (https://, s3://, gs://, ...), fetched by fsspec."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from extract.batch.inputs import InputError, Source, clean_id, unique_id
from extract.batch.tasks import Failure

FOLDER = "fetched"  # inside the work folder
_INSTALL = "install what it needs with: pip install 'resistract[cluster]'"


def is_remote(path: object) -> bool:
    """Tell whether an input is an address, not a path."""
    return "://" in str(path)


def fetch(addresses: Iterable[str], work: Path, *, taken: set[str], limit: int) -> Iterator[Source | Failure]:
    """Fetch files of at most ``limit`` bytes into the work folder and yield their sources, or why there is none.

    Raises
    ------
    InputError
        If fsspec is not installed.
    """
    try:
        import fsspec
    except ImportError as error:
        raise InputError(f"fsspec is not installed; {_INSTALL}") from error
    folder = work / FOLDER
    folder.mkdir(exist_ok=True)
    for address in addresses:
        name = Path(address.partition("://")[2].partition("?")[0])
        doc_id = unique_id(clean_id(name.stem), taken)
        try:
            with fsspec.open(address, "rb") as stream:
                data = stream.read(limit + 1)
        except Exception as error:  # every store has errors of its own
            yield Failure(doc_id, address, f"cannot be fetched ({type(error).__name__}: {error})", "see the address")
            continue
        if len(data) > limit:
            yield Failure(doc_id, address, f"is too large: at most {limit:,} bytes are read", "raise --max-size")
            continue
        path = folder / f"{doc_id}{name.suffix.lower()[:10]}"
        path.write_bytes(data)
        yield Source(doc_id=doc_id, path=path, record=address)
