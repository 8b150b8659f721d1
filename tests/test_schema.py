import json
from typing import Any

import jsonschema
import pytest
import yaml

from inpublic.records.fields import FIELDS
from inpublic.records.schema import schema


def faults(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(json.loads(json.dumps(schema())))
    return [error.message for error in validator.iter_errors(yaml.load(text, Loader=yaml.BaseLoader))]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(json.dumps(schema())))


def test_all_examples_together_are_valid() -> None:
    document: dict[str, Any] = {name: field.example for name, field in FIELDS.items()}
    jsonschema.validate(document, json.loads(json.dumps(schema())), jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "text",
    [
        "level: expert",
        "titel: x",
        "results: [{metric: a}]",
        "demo: example.org",
        "datasets: [{nme: x}]",
        "tags: {a: b}",
    ],
)
def test_what_the_reader_would_report_an_editor_underlines(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text", ["description: x", "categories: [a, b]", "datasets: Iris", "results: {metric: a, value: '1'}"]
)
def test_what_the_reader_takes_is_valid(text: str) -> None:
    assert faults(text) == []
