"""Whatever stands in mkdocs.yml, the settings are read or the run is stopped with a message that names the place."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.errors import InpublicError
from inpublic.settings.config import Config, load_config
from inpublic.settings.git import _spans
from inpublic.settings.repository import pages_url, parse_remote, raw_url, source_url

here = Path(__file__).parent
laws = runpy.run_path(str(here / "laws.py"))
material = runpy.run_path(str(here / "material.py"))
odd = runpy.run_path(str(here / "test_records.py"))["ODD_YAML"]
fuzzing, JSON = laws["fuzzing"], material["JSON"]

TOP = [
    "site_name",
    "site_url",
    "site_description",
    "site_author",
    "repo_url",
    "docs_dir",
    "theme",
    "extra",
    "use_directory_urls",
    "plugins",
    "nav",
    "INHERIT",
    "<<",
]
OWN = ["author", "badges", "feed", "newsletter", "home", "limits", "allow", "x"]
INNER = [
    "name",
    "headline",
    "intro",
    "email",
    "links",
    "items",
    "kilobytes",
    "url",
    "form",
    "field",
    "megapixels",
    "notebook_megabytes",
    "language",
    "9" * 9,
]
VALUE = (
    st.sampled_from(
        [*odd, "!ENV X", "!ENV [A, B, 1]", "!ENV []", "!ENV {a: b}", "!relative x", "!!python/name:os.system"]
    )
    | st.text(max_size=8)
    | st.builds(json.dumps, JSON)
)


def under(keys: list[str], indent: str) -> st.SearchStrategy[str]:
    return st.lists(st.builds(f"{indent}{{}}: {{}}".format, st.sampled_from(keys), VALUE), max_size=3).map("\n".join)


SETTINGS = st.builds(
    "site_name: A\n{}\nextra:\n  inpublic:\n{}\n    {}:\n{}\n{}".format,
    under(TOP, ""),
    under(OWN, "    "),
    st.sampled_from(OWN),
    under(INNER, "      "),
    st.sampled_from(["", "plugins: []\n", "%", "\t", "- x", "a"]),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings")


def load(root: Path, data: bytes, environ: dict[str, str]) -> Config | None:
    (root / "mkdocs.yml").write_bytes(data)
    try:
        return load_config(root, environ)
    except InpublicError:
        return None


ENVIRON = st.dictionaries(
    st.sampled_from(
        ["SITE_URL", "INPUBLIC_SITE_URL", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_EVENT_PATH", "X", "A"]
    ),
    st.sampled_from(["", "x", "a/b", "https://x.example", "https://[", "\ud800", "/etc/passwd", "1", "{}"])
    | st.text(max_size=6),
    max_size=3,
)


@fuzzing(0.5)
@given(text=SETTINGS, environ=ENVIRON)
def test_any_settings_are_read_or_refused(root: Path, text: str, environ: dict[str, str]) -> None:
    load(root, text.encode("utf-8", "surrogatepass"), environ)


@fuzzing(0.3)
@given(
    extra=st.dictionaries(
        st.sampled_from(OWN), JSON | st.dictionaries(st.sampled_from(INNER), JSON, max_size=3), max_size=3
    ),
    top=st.dictionaries(st.sampled_from(TOP), JSON, max_size=2),
)
def test_settings_of_any_type_are_read_or_refused(root: Path, extra: Any, top: Any) -> None:
    load(root, json.dumps({"site_name": "A", "extra": {"inpublic": extra}, **top}).encode(), {})


@fuzzing(0.1)
@given(data=st.binary(max_size=100))
def test_any_bytes_are_refused_as_settings(root: Path, data: bytes) -> None:
    assert load(root, data, {}) is None


@pytest.mark.parametrize("form", ["[{}]", "{{<<: [{}]}}"], ids=["lists", "merged"])
def test_nested_anchors_end_soon(root: Path, form: str) -> None:
    """A few lines that would grow to very many words."""
    levels = 9 if form.startswith("[") else 4
    lines = [f"a{n}: &a{n} {form.format(', '.join([f'*a{n - 1}'] * 10))}" for n in range(1, levels + 1)]
    load(root, "\n".join(["site_name: A", "a0: &a0 {x: y}", *lines]).encode(), {})


URLS = [
    "git@github.com:a/b.git",
    "https://u:p@gitlab.com/g/s/n.git",
    "ssh://git@h:22/a/b",
    "https://[::1]/a/b",
    "C:\\x\\y",
    "../x",
    "file:///x",
    "https://h:x/a/b",
    "https://github.com/a/b/../../c",
]


@fuzzing(2)
@given(
    url=st.sampled_from(URLS)
    | st.text(max_size=20)
    | st.builds("https://{}/{}/{}".format, st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
)
def test_any_address_of_a_repository_is_read_or_none(url: str) -> None:
    from pathlib import PurePosixPath

    found = parse_remote(url)
    if found is not None:
        for address in (
            pages_url(found),
            source_url(found, PurePosixPath("a b/é.md")),
            raw_url(found, PurePosixPath("../x")),
        ):
            assert not set(address) & set('<>"{}|\\^` \n\t'), address


MOMENT = st.sampled_from(
    [
        b"2024-01-01T00:00:00+00:00",
        b"",
        b"99999-01-01T00:00:00Z",
        b"0001-01-01T00:00:00+14:00",
        b"9999-12-31T23:59:59-12:00",
    ]
)
FILE = st.sampled_from([b"a.md", b"b", b"\xff", b"a/../b", b"\x01", b"\nA", b" "]) | st.binary(min_size=1, max_size=4)
CHANGE = st.builds(
    lambda status, name: [status, name], st.sampled_from([b"A", b"M", b"D", b"T", b"MM"]), FILE
) | st.builds(lambda status, old, new: [status, old, new], st.sampled_from([b"R100", b"C050"]), FILE, FILE)
COMMIT = st.builds(
    lambda moment, changes: [b"\x01" + moment, *(part for change in changes for part in change)],
    MOMENT,
    st.lists(CHANGE, max_size=3),
)


@fuzzing(2)
@given(commits=st.lists(COMMIT, max_size=4))
def test_whatever_git_says_is_read(commits: list[list[bytes]]) -> None:
    tokens = [token for commit in commits for token in commit]
    for span in _spans(tokens).values():
        assert span.first <= span.last
