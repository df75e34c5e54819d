"""`parquet`: a table of claims with typed columns."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from extract.export.rows import columns, rows
from extract.export.source import Run
from extract.schema import SCHEMA_VERSION

ROW_GROUP = 20_000
_TYPES = {str: pa.string(), int: pa.int32(), float: pa.float64(), bool: pa.bool_()}


def write(run: Run, path: Path) -> None:
    """Write the table as Parquet, a row group for each 20,000 claims."""
    chosen = columns(run)
    schema = pa.schema(
        [pa.field(column.name, _TYPES[column.type]) for column in chosen],
        metadata={"resistract_schema_version": SCHEMA_VERSION},
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        left = rows(run)
        while part := list(islice(left, ROW_GROUP)):
            arrays = [
                pa.array(values, field.type) for values, field in zip(zip(*part, strict=True), schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
