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
        ("- site_name", "mkdocs.yml: its first line is not a setting", "key: value"),
        ("site_name: A\n\tb: c", "mkdocs.yml:2: while scanning for the next token, found character", "spaces"),
        ("a: b\nsite_name: A: B", "mkdocs.yml:2: mapping values are not allowed here", "in quotes"),
        ("site_name: A\nextra: {}\nextra: {}", "mkdocs.yml:3: «extra» is here for a second time; it", "in one place"),
        ("site_name: A\x00", "mkdocs.yml cannot be read as YAML", "quotes"),
        ("site_name: " + "[" * 5000, "mkdocs.yml cannot be read as YAML", "quotes"),
        ("site_name: A\nx: 0b_", "mkdocs.yml cannot be read as YAML", "quotes"),
    ],
)
def test_what_is_not_yaml_names_its_line_and_says_what_to_do(text: str, message: str, hint: str) -> None:
    with pytest.raises(InpublicError) as caught:
        read_settings(text, {})
    assert caught.value.message.startswith(message)
    assert hint in caught.value.hint


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
