"""Nothing that is said about a project stops the reading of it: what does not fit becomes a problem with its line."""

from __future__ import annotations

import json
import re
import runpy
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from inpublic.errors import Problem
from inpublic.project import Layer
from inpublic.records.fields import FIELDS
from inpublic.records.frontmatter import cell_front_matter, split_front_matter
from inpublic.records.parsers import is_url
from inpublic.records.record import merge, parse_layer, parse_metadata
from inpublic.records.slug import slugify, split_date, unique
from inpublic.records.spellings import SPELLINGS

here = Path(__file__).parent
laws = runpy.run_path(str(here / "laws.py"))
material = runpy.run_path(str(here / "material.py"))
fuzzing, assert_clean = laws["fuzzing"], laws["assert_clean"]
words = material["WORDS"]

ODD_YAML = [
    "",
    "~",
    "null",
    "0",
    "-1",
    "0o17",
    "017",
    "0x1F",
    "0b_",
    "1_000",
    "1:30:00",
    "190:20:30.15",
    "1e999",
    ".inf",
    "-.INF",
    ".nan",
    "yes",
    "No",
    "on",
    "TRUE",
    "[]",
    "{}",
    "[[[]]]",
    "[a, [b], {c: d}]",
    "{a: {b: c}}",
    "{a: 1, a: 2}",
    "[,]",
    "{,}",
    "{a}",
    "[a: b]",
    "2024-01-01",
    "2024-13-45",
    "0000-00-00",
    "9999-12-31",
    "24-1-1",
    "2024-01-01T00:00:00+99:99",
    "2024-01-01 25:61:61",
    "20240101",
    "２０２４-01-01",
    "Jan 1, 2024",
    "1 January 99999",
    "today",
    "&x a",
    "*x",
    "&x [*x]",
    "<<: {a: 1}",
    "{<<: [{a: 1}]}",
    "!!binary aGk=",
    "!!set {a}",
    "!!omap [a: 1]",
    "!!int a",
    "!!float x",
    "!!timestamp x",
    "!!null x",
    "!!bool maybe",
    "!!python/object/apply:os.system [ls]",
    "!x y",
    "!<tag:x> y",
    "! a",
    '"\\ud800"',
    '"\\x00"',
    '"\\u2028"',
    '"\\UFFFFFFFF"',
    '"\\q"',
    "'",
    '"',
    "'a",
    "|\n  x\n   y",
    ">-\n  x\n\n  y",
    "|9\n x",
    "? a",
    "- a",
    "\n- a\n- b",
    "\n  a: b\n c: d",
    "\n\t- a",
    "@x",
    "`x`",
    "%x",
    "# c",
    "a: b: c",
    "\t",
    "«a»",
    "a：b",
    "—",
    "[" * 19 + "]" * 19,
    "[" * 25 + "]" * 25,
    "[" * 2000,
    "{a: " * 25 + "}" * 25,
    "9" * 5000,
    "x" * 5000,
    "- " * 30,
    "../../x",
    "/etc/passwd",
    "C:\\x",
    "CON",
    ".",
    "..",
    "a/b",
    "a\\b",
    "http://",
    "https://[::1",
    "https://a b",
    "javascript:alert(1)",
    "data:text/html,x",
    "tag:x,2024:y",
    "urn:x:y",
    "http://x:99999/",
    "https://é.example/ü",
    "//h/x",
    "zh-Hant-TW",
    "en_US",
    "x-klingon",
    "😀",
    "‮abc",
    "\ufeff",
    "{metric: m, value: 1, human: [], higher_is_better: maybe}",
    "{name: , url: x}",
    "{title: t, url: https://x.example, extra: 1}",
    "{mode: run, timeout: 1e3}",
    "{timeout: -1}",
    "{reason: [x]}",
    "[{metric: m}]",
    "[null, ~, '']",
]
VALUES = st.sampled_from(ODD_YAML) | st.text(max_size=8) | st.builds(json.dumps, material["JSON"])
KEYS = st.sampled_from(
    [
        *FIELDS,
        *SPELLINGS,
        "Title",
        "TAGS",
        "date-modified",
        "x",
        "<<",
        "execute",
        "",
        "{}",
        "? k",
        "'q",
        "a b",
        "#",
        "&a k",
        "*a",
    ]
) | st.text(max_size=5)
LINE = st.builds("{}{}{}".format, KEYS, st.sampled_from([": ", ":", " : ", ":\n  ", ": - "]), VALUES)
TEXT = st.lists(LINE, max_size=5).map("\n".join) | st.text(max_size=40) | st.builds(json.dumps, material["JSON"])


def assert_sound(layer: Layer, problems: tuple[Problem, ...], text: str) -> None:
    for problem in problems:
        assert problem.message
        assert_clean(re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff\ufdd0-\ufdef\ud800-\udfff]", "", problem.message))
        assert (
            problem.line is None
            or 1
            <= problem.line
            <= text.count("\n")
            + text.count("\r")
            + text.count("\x85")
            + text.count("\u2028")
            + text.count("\u2029")
            + 1
        ), problem
    record, origins = merge([layer])
    assert set(origins) == set(layer.values) <= set(FIELDS)
    assert record.slug in ("", slugify(record.slug))
    for day in (record.date, record.updated):
        assert day is None or (type(day) is date and 1970 <= day.year <= 2999)
    for url in (record.code, record.paper):
        assert not url or is_url(url)
    for said in (record.demo, record.video):  # or a file of the site's own
        assert not said or is_url(said) or ":" not in said
    assert isinstance(record.draft, bool)
    assert isinstance(record.title, str)
    assert all(isinstance(name, str) for name in (*record.tags, *record.skills, *record.aliases))
    hash(record)


@fuzzing(10)
@given(text=TEXT)
def test_any_record_is_read_with_its_problems(text: str) -> None:
    layer, problems = parse_layer(text, origin="project.yml", path="projects/a/project.yml")
    assert_sound(layer, problems, text)


@fuzzing(5)
@given(key=st.sampled_from(list(FIELDS)), value=VALUES)
def test_any_value_of_a_key_is_read_or_reported(key: str, value: str) -> None:
    text = f"{key}: {value}"
    layer, problems = parse_layer(text, origin="project.yml", path="projects/a/project.yml")
    assert_sound(layer, problems, text)


@fuzzing(2)
@given(text=TEXT | st.builds(json.dumps, st.dictionaries(st.sampled_from(list(FIELDS)), material["JSON"], max_size=4)))
def test_any_metadata_are_read_with_their_problems(text: str) -> None:
    layer, problems = parse_metadata(text, path="projects/a/a.ipynb")
    assert all(problem.message for problem in problems)
    merge([layer])


@fuzzing(5)
@given(
    parts=st.lists(
        st.sampled_from(words["TOPS"]) | TEXT | st.sampled_from(["\n", "---\n", "\r\n", "text\n"]), max_size=8
    )
)
def test_front_matter_and_the_rest_are_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    found = split_front_matter(text)
    assert found.line >= 1
    assert found.body_line >= 1
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert found.body.split("\n") == lines[found.body_line - 1 :] or not found.body
    for kind in ("raw", "markdown", "code"):
        cell = cell_front_matter(kind, text)
        if cell is not None:
            parse_layer(cell.yaml, origin="x", path="y", line=cell.line, cell=1)


@fuzzing(5)
@given(names=st.lists(st.text(max_size=30) | st.sampled_from(ODD_YAML), max_size=4))
def test_any_name_makes_a_slug_that_every_system_can_store(names: list[str]) -> None:
    slugs = unique([slugify(split_date(name)[1]) for name in names])
    assert len({slug.casefold() for slug in slugs}) == len(names)
    for name in names:
        assert slugify(slugify(name)) == slugify(name)
    for slug in slugs:
        assert slug
        assert len(slug.encode()) <= 90
        assert not set(slug) & set('/\\:*?"<>|.\0 ')


JSONS: Any = material["JSON"]


@fuzzing(1)
@given(value=JSONS)
def test_any_json_is_read_as_a_record(value: Any) -> None:
    text = json.dumps(value)
    layer, problems = parse_layer(text, origin="x", path="y")
    assert_sound(layer, problems, text)
