"""What the checks say of a whole website."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from inpublic.checking.checks import alt_texts
from inpublic.checking.shownfiles import missing_own_files
from inpublic.errors import Problem, Severity
from inpublic.load import load_website
from inpublic.settings.config import load_config

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0"/></svg>'
PLAIN = {"output_type": "display_data", "data": {"image/svg+xml": SVG}, "metadata": {}}


def notes(root: Path) -> list[Problem]:
    return list(alt_texts(load_website(load_config(root, {})).website))


def test_pictures_that_nobody_described_are_noted_once_for_the_whole_site(
    make_site: Callable[..., Path], notebook: Callable[..., str]
) -> None:
    described = ("#| fig-alt: A point\nplot()", [PLAIN])
    text = notebook("# A", ("plot()", [PLAIN, PLAIN]), described)
    (note,) = notes(make_site({"projects/a.ipynb": text, "projects/b.ipynb": notebook("# B", ("plot()", [PLAIN]))}))
    assert note.message == "3 of 4 pictures have no description of their own; the first stands here"
    assert "fig-alt" in note.hint
    assert note.severity is Severity.NOTE
    assert note.path in ("projects/a.ipynb", "projects/b.ipynb")


def test_a_note_names_the_cell_and_keeps_no_project_off_the_site(
    make_site: Callable[..., Path], notebook: Callable[..., str]
) -> None:
    report = load_website(load_config(make_site({"projects/a.ipynb": notebook("# A", ("plot()", [PLAIN]))}), {}))
    assert not report.failed
    (note,) = (problem for problem in report.problems if problem.severity is Severity.NOTE)
    assert str(note) == "projects/a.ipynb: cell 2: 1 of 1 picture has no description of its own"


def test_a_site_that_was_never_pushed_is_told_so_in_one_note(
    make_site: Callable[..., Path], notebook: Callable[..., str]
) -> None:
    root = make_site({"mkdocs.yml": "site_name: Ada\n", "projects/a.ipynb": notebook("# A"), "projects/b.md": "# B"})
    (note,) = load_website(load_config(root, {})).problems
    assert str(note) == "mkdocs.yml: the site is not on GitHub yet, so it has no feeds and badges"
    assert note.severity is Severity.NOTE


def test_nothing_is_noted_where_all_are_described_or_there_are_none(
    make_site: Callable[..., Path], notebook: Callable[..., str]
) -> None:
    told = ("#| fig-cap: A point\nplot()", [PLAIN])
    assert notes(make_site({"projects/a.ipynb": notebook("# A", told), "projects/b.md": "# B"})) == []


@pytest.mark.parametrize(("key", "path"), [("demo", "demos/taxi.html"), ("video", "demos/taxi.webm")])
def test_what_is_to_be_a_file_in_docs_has_to_be_there(make_site: Callable[..., Path], key: str, path: str) -> None:
    page = f"---\ndate: 2026-01-01\n{key}: {path}\n---\n# Taxi\n"
    root = make_site({"projects/taxi.md": page, "projects/far.md": page.replace(path, "https://a.example")})
    (problem,) = missing_own_files(load_website(load_config(root, {})).website)
    assert str(problem) == f"projects/taxi.md: the {key} «{path}» is no file in docs/"
    assert problem.severity is Severity.WARNING
    (root / "docs/demos").mkdir()
    (root / "docs" / path).write_text("<title>Taxi</title>")
    assert list(missing_own_files(load_website(load_config(root, {})).website)) == []
