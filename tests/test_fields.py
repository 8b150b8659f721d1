import json

import pytest
from msgspec.structs import fields

from inpublic.project import Record
from inpublic.records.fields import FIELDS
from inpublic.records.yamltext import read_yaml


def test_the_table_has_every_field_of_a_record_in_its_order() -> None:
    assert list(FIELDS) == [field.name for field in fields(Record)]


@pytest.mark.parametrize("name", FIELDS)
def test_the_example_of_a_field_is_read_to_the_type_of_the_record(name: str) -> None:
    parsed = FIELDS[name].parse(read_yaml(json.dumps(FIELDS[name].example)))
    default = getattr(Record(), name)
    assert parsed is not None
    if default is not None:
        assert isinstance(parsed, type(default))


@pytest.mark.parametrize("name", FIELDS)
def test_the_description_of_a_field_is_a_sentence(name: str) -> None:
    assert FIELDS[name].description.endswith(".")
