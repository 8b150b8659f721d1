"""Names that can hardly be meant, or that may change, are told; sound ones are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from inpublic.load import load_website
from inpublic.settings.config import load_config

MakeSite = Callable[[Mapping[str, str]], Path]
TODAY = date(2024, 6, 1)


def problems(root: Path) -> list[str]:
    report = load_website(load_config(root, {}, TODAY))
    return [f"{problem.place}: {problem.message}" for problem in report.problems if "no date" not in problem.message]


def note(text: str, **front: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in {"date": "2024-05-01", **front}.items())
    return f"---\n{lines}---\n{text}\n"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"projects/a.md": note(f"# {'Long ' * 40}")}, "projects/a.md: the title has 199 characters: «Long"),
        ({"projects/a.md": note("# A", date="2024-06-02")}, "projects/a.md: «date» is 2024-06-02, which is still to"),
        ({"projects/a.md": note("# A", updated="2025-01-01")}, "projects/a.md: «updated» is 2025-01-01, which"),
        (
            {"projects/my a/x.md": note("# A"), "projects/my-a/x.md": note("# B")},
            "projects/my-a/x.md: its address is «my-a-2», since projects/my a/x.md has «my-a»",
        ),
        (
            {"projects/a.md": note("# A"), "projects/b.md": note("# B", slug="a")},
            "projects/a.md: its address is «a-2», since projects/b.md has «a»",
        ),
        (
            {"projects/a/README.md": note("# A"), "projects/a/b c.md": "# B", "projects/a/b-c.md": "# C"},
            "projects/a/b-c.md: its page is «b-c-2», since projects/a/b c.md has «b-c»",
        ),
        (
            {"projects/a.md": note("# A\n\n[there](#nowhere)")},
            "projects/a.md:6: the link «#nowhere» leads to a place that is not in this page",
        ),
        (
            {"projects/a.md": note("# A\n\n[there](b.md#nowhere)"), "projects/b.md": note("# B")},
            "projects/a.md:6: the link «b.md#nowhere» leads to a place that is not in projects/b.md",
        ),
    ],
    ids=["long", "future", "updated", "folders", "slug", "pages", "anchor", "other-page"],
)
def test_a_name_that_is_hardly_meant_is_told(make_site: MakeSite, files: Mapping[str, str], told: str) -> None:
    [problem] = problems(make_site(files))
    assert problem.startswith(told)


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n## A first look\n\n[there](#a-first-look)",
        "# A\n\n## A first look\n\n[as Jupyter has it](#A-first-look)",
        '# A\n\n<a name="here"></a>\n\n[there](#here)',
        '# A\n\n<p id="café">text</p>\n\n[there](#caf%C3%A9)',
        "# A\n\nText[^1] of note.\n\n[^1]: A note.",
        "# A\n\n[up](#)",
    ],
)
def test_a_link_to_a_place_that_is_there_is_no_problem(make_site: MakeSite, text: str) -> None:
    assert problems(make_site({"projects/a.md": note(text)})) == []


def test_a_date_of_today_is_not_to_come(make_site: MakeSite) -> None:
    assert problems(make_site({"projects/a.md": note("# A", date=str(TODAY))})) == []
