import json

import pytest
from export_run import PAPERS, triples

from extract.export import schemas
from extract.export.jsonl import read_jsonl
from extract.schema import SCHEMA_VERSION, Claim, FoundMention, Triple


def test_the_shipped_schemas_are_those_of_the_records():
    """`python -c "from extract.export import schemas; schemas.write()"` writes them anew."""
    shipped = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in schemas.FOLDER.glob("*.json")}
    assert shipped == json.loads(json.dumps(schemas.schemas()))


def test_what_a_run_writes_is_valid(run_folder):
    jsonschema = pytest.importorskip("jsonschema")
    lines = {"triple": "triples.jsonl", "claim": "claims.jsonl", "mention": "mentions.jsonl"}
    for name, file in lines.items():
        validator = jsonschema.Draft202012Validator(schemas.schemas()[name])
        records = [json.loads(line) for line in (run_folder / file).read_text(encoding="utf-8").splitlines()]
        assert records
        for record in records:
            validator.validate(record)
            assert record["schema_version"] == SCHEMA_VERSION
    document = jsonschema.Draft202012Validator(schemas.schemas()["document"])
    for doc_id in PAPERS:
        document.validate(json.loads((run_folder / "documents" / f"{doc_id}.json").read_text(encoding="utf-8")))
    broken = triples()[0].model_dump(mode="json") | {"sign": 7}
    assert not jsonschema.Draft202012Validator(schemas.schemas()["triple"]).is_valid(broken)


def test_records_come_back(run_folder):
    for file, record in (("triples.jsonl", Triple), ("claims.jsonl", Claim), ("mentions.jsonl", FoundMention)):
        assert all(read_jsonl(run_folder / file, record))
