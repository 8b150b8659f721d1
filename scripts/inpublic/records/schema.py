"""The JSON Schema of project.yml, which lets editors complete and check it; made from the table of fields."""

from __future__ import annotations

from inpublic.records.fields import FIELDS
from inpublic.records.spellings import NEGATED, SPELLINGS


def schema() -> dict[str, object]:
    """Describe project.yml in JSON Schema, draft 2020-12; other tools' spellings point to ours."""
    fields = {
        name: {**field.schema, "description": field.description, "examples": [field.example]}
        for name, field in FIELDS.items()
    }
    spellings = {
        spelling: {"$ref": f"#/properties/{name}", "description": f"Another spelling of «{name}»."}
        for spelling, name in SPELLINGS.items()
        if spelling not in NEGATED
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What project.yml says about a project",
        "type": "object",
        "properties": {**fields, **spellings},
        "additionalProperties": False,
    }
