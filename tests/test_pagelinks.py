"""What stops MkDocs' strict build is told before, with file and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest

from inpublic.checking.pagelinks import docs_problems
from inpublic.errors import Severity
from inpublic.load import load_website, open_cache
from inpublic.outputs import make_outputs
from inpublic.settings.config import load_config

GOOD = "---\ndate: 2026-03-01\n---\n# Taxi\n\nHow much will this ride cost, and why?\n"
MakeSite = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., click.testing.Result]


@pytest.fixture
def look(make_site: MakeSite) -> Callable[..., list[str]]:
    """Return what is said of a site with one project and these files, without a build before."""

    def said(files: Mapping[str, str | bytes], *, settings: str = "") -> list[str]:
        root = make_site({"projects/taxi.md": GOOD, **files})
        with (root / "mkdocs.yml").open("a") as file:
            file.write(settings)
        config = load_config(root, {})
        heard = docs_problems(config, make_outputs(load_website(config).website), open_cache(config))
        return [str(problem) for problem in heard.problems]

    return said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# A\n\nto [b](b.md)", ["docs/a.md:3: this page contains a link «b.md»"], id="a page"),
        pytest.param("![b](b.png)", ["docs/a.md:1: this page contains a link «b.png»"], id="a picture"),
        pytest.param("[b][r]\n\n[r]: b.md", ["docs/a.md:3: this page contains a link «b.md»"], id="a definition"),
        pytest.param("[b](#b)", ["docs/a.md:1: this page contains a link «#b»"], id="an anchor"),
        pytest.param(
            "[b](projects/index.md#b)", ["docs/a.md:1: this page contains a link «projects/index.md#b»"], id="elsewhere"
        ),
        pytest.param(
            "```\n[b](b.md)\n```\n\n[b](b.md) [c](b.md)\n\n[b](b.md)",
            [f"docs/a.md:{line}: this page contains a link «b.md»" for line in (5, 7, 7)],
            id="several times, and as code",
        ),
        pytest.param("[c](c.md)", ["docs/a.md:1: this page contains a link «c.md»"], id="what only looks like code"),
        pytest.param("---\ntitle: A\n---\n[b](b.md)", ["docs/a.md:4: this page contains a li"], id="after metadata"),
        pytest.param(b"# A\n\n\xff", ["docs/a.md:3: is not UTF-8 text"], id="no text"),
        pytest.param("[b](index.md) [c](feed.xml) [d](projects/index.md#projects) [e](#a)\n# A", [], id="our pages"),
        pytest.param("[b](https://example.org) <ada@example.org> <a href='b.md'>", [], id="what MkDocs passes over"),
        pytest.param("[b](/b) [c](c)", [], id="what `validation` passes over"),
    ],
)
def test_links_to_nothing_are_named_with_file_and_line(
    look: Callable[..., list[str]], text: str | bytes, expected: list[str]
) -> None:
    found = look({"docs/a.md": text, "docs/index.md": "# Home"}, settings="  nav: {omitted_files: ignore}\n")
    assert [one[: len(want)] for one, want in zip(found, expected, strict=True)] == expected


def test_the_settings_of_validation_decide_what_is_told(look: Callable[..., list[str]]) -> None:
    links = {"docs/a.md": "[b](/b)\n[c](c)\n[d](d.md)\n[e](#e)", "mkdocs.yml": "site_name: A\nplugins: [inpublic]\n"}
    assert len(look(links)) == 1
    everything = "{not_found: ignore, absolute_links: warn, unrecognized_links: warn, anchors: warn}"
    found = look(links, settings=f"validation: {{links: {everything}}}\n")
    assert [line.split(": ")[0] for line in found] == ["docs/a.md:1", "docs/a.md:2", "docs/a.md:4"]


def test_a_menu_that_leads_to_nothing_is_told_with_its_line(look: Callable[..., list[str]]) -> None:
    settings = "site_name: A\nplugins: [inpublic]\nnav:\n  - index.md\n  - Gone: gone.md\n"
    found = look({"mkdocs.yml": settings})
    assert [line.split(" is incl")[0] for line in found] == ["mkdocs.yml:5: a reference to «gone.md»"]


def test_a_guess_of_mkdocs_is_the_remedy(make_site: MakeSite) -> None:
    config = load_config(make_site({"docs/a/b.md": "[c](c.md)", "docs/a/c/index.md": "# C"}), {})
    [problem] = docs_problems(config, [], open_cache(config)).problems[-1:]
    assert problem.severity is Severity.WARNING
    assert "«c.md»" in problem.message


def test_pages_that_a_plugin_may_make_are_left_to_the_build(look: Callable[..., list[str]]) -> None:
    hooks = {"makes.py": "def on_files(files, config): return files", "ends.py": "def on_post_build(config): pass"}
    files = {**hooks, "docs/a.md": "[b](b.md)", "mkdocs.yml": "site_name: A\nplugins: [inpublic]\n"}
    assert look(files, settings="hooks: [makes.py]\n") == []
    assert len(look(files, settings="hooks: [ends.py]\n")) == 1


def test_a_page_that_an_extension_stumbles_over_is_named(look: Callable[..., list[str]]) -> None:
    settings = "markdown_extensions:\n  - pymdownx.snippets: {check_paths: true}\n"
    [said] = look(
        {"docs/a.md": '--8<-- "gone.md"', "mkdocs.yml": "site_name: A\nplugins: [inpublic]\n"}, settings=settings
    )
    assert said.startswith("docs/a.md: MkDocs broke in pymdownx.snippets: SnippetMissingError")


def test_check_names_what_stops_a_strict_build_which_then_writes_nothing(make_site: MakeSite, run: Run) -> None:
    root = make_site({"projects/taxi.md": GOOD, "docs/a.md": "# A\n\n[b](b.md)\n"})
    warning = "docs/a.md:3: warning: this page contains a link «b.md»"
    checked = run("check", "--root", root)
    assert checked.exit_code == 0
    assert warning in checked.output
    strict = run("build", "--root", root, "--strict")
    assert strict.exit_code == 1
    assert warning in strict.output
    assert "warnings of docs/ and mkdocs.yml" in strict.output
    assert not (root / "site").exists()
    assert not (root / "docs/projects").exists()


def test_a_build_tells_each_of_them_once(make_site: MakeSite, run: Run) -> None:
    root = make_site({"projects/taxi.md": GOOD, "docs/a.md": "# A\n\n[b](b.md)\n"})
    for _ in range(2):
        built = run("build", "--root", root)
        assert built.exit_code == 0
        assert built.output.count("b.md") == 1, built.output
    assert (root / "site/a/index.html").is_file()
