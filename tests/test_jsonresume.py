"""resume.json is what the schema of JSON Resume asks for; JSON-LD names a person by whole addresses."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.languages import words
from inpublic.resume.filling import fill_resume
from inpublic.resume.jsonresume import json_ld, json_resume
from inpublic.resume.reading import parse_resume
from inpublic.resume.resume import Basics, Certificate, Location, Profile, Project, Resume, Work
from inpublic.settings.config import Config

EXAMPLE = Path(__file__).parents[1] / "docs/resume.yml"


@pytest.fixture(scope="module")
def schema() -> Mapping[str, Any]:
    """The official schema, as npm has it."""
    file = Path(os.environ.get("INPUBLIC_NODE_MODULES", "") or "missing") / "@jsonresume/schema/schema.json"
    if not file.is_file():
        reason = "set INPUBLIC_NODE_MODULES to a node_modules with @jsonresume/schema"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return json.loads(file.read_text("utf-8"))


def complaints(schema: Mapping[str, Any], content: bytes) -> list[str]:
    from jsonschema import Draft7Validator

    validator = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
    return [error.message for error in validator.iter_errors(json.loads(content))]


def example() -> Resume:
    resume, problems = parse_resume(EXAMPLE.read_text("utf-8"))
    assert resume is not None
    assert problems == ()
    return resume


def test_the_example_is_valid(schema: Mapping[str, Any]) -> None:
    filled = fill_resume(example(), Config(Path(), site_url="https://ada.example/"), (), (), words("en"))
    assert complaints(schema, json_resume(filled.resume)) == []
    assert json.loads(json_resume(filled.resume))["meta"]["canonical"] == "https://ada.example/resume/resume.json"


def test_the_schema_refuses_what_we_never_write(schema: Mapping[str, Any]) -> None:
    broken = Resume(work=(Work("A", start_date="May 2020"),), basics=Basics(email="nobody"))
    assert len(complaints(schema, json_resume(broken))) == 2


DATES = st.sampled_from(["", "2024", "2024-05", "2024-05-31", "present", "2024-13", "soon", "0999"])
ENTRIES = st.fixed_dictionaries(
    {"name": st.text(max_size=9)},
    optional={
        "startDate": DATES,
        "endDate": DATES,
        "date": DATES,
        "url": st.sampled_from(["", "https://a.example/ä?b=1", "http://[", "a.example", "ftp://a.example"]),
        "highlights": st.lists(st.text(max_size=9), max_size=2),
    },
)


@given(st.dictionaries(st.sampled_from(["work", "projects", "certificates"]), st.lists(ENTRIES, max_size=3)))
def test_whatever_is_read_is_valid(schema: Mapping[str, Any], value: object) -> None:
    import yaml

    resume, _ = parse_resume(yaml.safe_dump(value, allow_unicode=True))
    assert complaints(schema, json_resume(resume or Resume())) == []


def test_what_nobody_said_is_left_out() -> None:
    assert set(json.loads(json_resume(Resume(basics=Basics(name="Ada"))))) == {"$schema", "basics"}


def test_json_ld_describes_a_person_and_the_work() -> None:
    resume = Resume(
        Basics(
            "Ada",
            "Analyst",
            url="https://ada.example/",
            location=Location(city="Utrecht"),
            profiles=(Profile("G", "a", "https://g.example/a"), Profile("X")),
        ),
        work=(Work("Office", end_date=""), Work("Old", end_date="2019")),
        certificates=(Certificate("SQL"),),
        projects=(Project("Taxi", url="https://ada.example/projects/taxi/"),),
    )
    found = json.loads(json_ld(resume, "https://ada.example/resume/"))
    person = found["mainEntity"]
    assert (found["@type"], found["url"], person["@type"]) == ("ProfilePage", "https://ada.example/resume/", "Person")
    assert person["sameAs"] == ["https://g.example/a"]
    assert person["address"] == {"@type": "PostalAddress", "addressLocality": "Utrecht"}
    assert person["worksFor"] == [{"@type": "Organization", "name": "Office"}]
    assert person["hasCredential"] == [{"@type": "EducationalOccupationalCredential", "name": "SQL"}]
    assert found["hasPart"] == [{"@type": "CreativeWork", "name": "Taxi", "url": "https://ada.example/projects/taxi/"}]


def test_no_text_ends_the_script_that_json_ld_stands_in() -> None:
    text = json_ld(Resume(Basics(name="</script><!-- & -->")), "")
    assert not set("<>&") & set(text)
    assert json.loads(text)["mainEntity"]["name"] == "</script><!-- & -->"
