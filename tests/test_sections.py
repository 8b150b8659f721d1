import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.errors import InpublicError
from inpublic.settings.sections import Section, read_settings


def test_an_empty_file_is_a_section_without_settings() -> None:
    assert read_settings("", {}) == Section()


def test_a_section_knows_its_place_and_lines() -> None:
    inner = read_settings("a: 1\nextra:\n  inpublic:\n    home: false\n", {}).section("extra").section("inpublic")
    assert (inner.name, inner.lines) == ("extra.inpublic", {"home": 4})


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("- site_name", "mkdocs.yml:1: its first line is not a setting", "key: value"),
        (
            "site_name: A\n\tb: c",
            "mkdocs.yml:2: cannot be read as YAML: while scanning for the next token, found character",
            "spaces",
        ),
        (
            "a: b\nsite_name: A: B",
            "mkdocs.yml:2: cannot be read as YAML: mapping values are not allowed here",
            "in quotes",
        ),
        ("site_name: A\x00", "mkdocs.yml: cannot be read as YAML", "quotes"),
        ("site_name: " + "[" * 5000, "mkdocs.yml:1: it is nested more than 100 deep", "flatter"),
        (
            "a: *sk-proj-abcdefGHIJKLmnop1234567890QRSTuvwxyz",
            "mkdocs.yml:1: cannot be read as YAML: found und",
            "quotes",
        ),
        ("a: &x [*x]", "mkdocs.yml:1: cannot be read as YAML", "quotes"),
        ("site_name: A\nx: 0b_", "mkdocs.yml: cannot be read as YAML", "quotes"),
    ],
)
def test_what_is_not_yaml_names_its_line_and_says_what_to_do(text: str, message: str, hint: str) -> None:
    with pytest.raises(InpublicError) as caught:
        read_settings(text, {})
    [problem] = caught.value.problems
    assert str(problem).startswith(message)
    assert hint in problem.hint


def test_a_setting_that_is_there_twice_is_a_fault_beside_others() -> None:
    top = read_settings("a: [x]\na: b\nc: 1\n", {})
    top.text("c")
    assert list(map(str, top.faults)) == [
        "mkdocs.yml:2: «a» is here for a second time; it is on line 1 already",
        "mkdocs.yml:3: c is «1», but it has to be text",
    ]


def test_what_is_wrong_reads_as_the_default_and_all_sections_tell_it_together() -> None:
    top = read_settings("a: {flag: x, number: -1, text: [1], names: [one, two, three]}\nb: 1\n", {})
    inner = top.section("a")
    assert inner.flag("flag", default=True)
    assert inner.number("number", 3) == 3
    assert inner.text("text", "default") == "default"
    assert inner.choices("names", ("one", "two")) == ("one", "two")
    assert top.section("b") == Section(name="b")
    inner.only("flag", "number")
    assert [fault.line for fault in top.faults] == [1, 1, 1, 1, 2, 1, 1]


SECRET = "sk-proj-abcdefGHIJKLmnop1234567890QRSTuvwxyz12345678AB"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"key: [{SECRET}]", id="a value"),
        pytest.param(f"key: {{{SECRET}: 1}}", id="a key"),
        pytest.param("key: !ENV NAME", id="the environment"),
        pytest.param("key: [1, !ENV NAME]", id="the environment in a list"),
        pytest.param("key: !ENV [OTHER, NAME, 5]", id="one of several names"),
        pytest.param("key: !ENV NUMBER", id="a number of the environment"),
    ],
)
def test_no_message_quotes_a_secret_or_the_environment(text: str) -> None:
    top = read_settings(text, {"NAME": "[hunter2, moonshine]", "NUMBER": "8675309"})
    for read in (top.text, lambda key: top.flag(key, default=True), lambda key: top.choices(key, ("one",))):
        read("key")
    top.section("key").only("one")
    top.section("key").text(SECRET)
    said = " ".join(f"{fault} {fault.hint}" for fault in top.faults)
    assert len(top.faults) >= 3
    assert not [word for word in (SECRET, SECRET[6:20], "hunter2", "moonshine", "8675309") if word in said], said


def test_a_shortened_section_from_the_environment_is_not_quoted_either() -> None:
    top = read_settings("author: !ENV NAME", {"NAME": "hunter2 moonshine"})
    top.section("author", short="url").fault("url", "has to be an address")
    assert list(map(str, top.faults)) == [
        "mkdocs.yml:1: author.url comes from the environment, but it has to be an address"
    ]


@pytest.mark.parametrize(
    ("text", "environ", "expected"),
    [
        ("!ENV NAME", {"NAME": "x"}, "x"),
        ("!ENV NAME", {}, None),
        ("!ENV [NAME, other]", {}, "other"),
        ("!ENV [NAME, OTHER, last]", {"OTHER": "y"}, "y"),
        ("!ENV [NAME, OTHER, last]", {"NAME": "x", "OTHER": "y"}, "x"),
        ("!ENV [NAME, [1, 2]]", {}, [1, 2]),
        ("!ENV NAME", {"NAME": "true"}, True),
        ("!ENV NAME", {"NAME": "12"}, 12),
        ("!ENV NAME", {"NAME": "2024-13-45"}, "2024-13-45"),
        ("!ENV []", {}, None),
        ("!ENV {a: b}", {}, None),
        ("!relative $config_dir", {}, None),
        ("!!python/name:material.extensions.emoji.twemoji", {}, None),
        ("!!python/object/apply:os.system [exit 1]", {}, None),
        ("!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}", {}, None),
        ("!anything else", {}, None),
    ],
)
def test_mkdocs_own_tags_are_answered_or_passed_over(text: str, environ: dict[str, str], expected: object) -> None:
    assert read_settings(f"key: {text}", environ).values["key"] == expected


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_no_text_makes_the_reader_fail(text: str) -> None:
    with contextlib.suppress(InpublicError):
        assert isinstance(read_settings(text, {}), Section)
