"""Links of notebooks and write-ups lead to pages, pictures and repository files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from inpublic.load import load_website
from inpublic.settings.config import load_config

PIXEL = b"<svg xmlns='http://www.w3.org/2000/svg' width='640' height='480'></svg>"
TEXT = """# Start

[page](../other.ipynb) [anchor](../other.ipynb#My-Finding) [here](#a-part) [part](notes/deep.md)
[project](../lone.md) [code](helper.py) [folder](notes) [about](../../docs/about.md) [root](/projects/lone.md)
[dead](nowhere.ipynb) [web](https://example.org/a b) [spaced](my%20file.txt) [picture](fig.svg)

![alt](fig.svg) ![gone](gone.png) <img src="fig.svg" width="100"> <img src="fig.svg">

## A part
"""


@pytest.fixture
def links(make_site: Callable[..., Path], notebook: Callable[..., str]) -> Callable[[str], str]:
    root = make_site(
        {
            "projects/main/README.md": TEXT,
            "projects/main/notes/deep.md": "# Deep\n\n[up](../README.md) [sibling](../../other.ipynb#my-finding)\n",
            "projects/main/helper.py": "print()",
            "projects/main/my file.txt": "x",
            "projects/main/fig.svg": PIXEL,
            "projects/other.ipynb": notebook("# Other", "## My Finding\n\n[back](main/README.md#a-part)"),
            "projects/lone.md": "# Lone\n",
            "docs/about.md": "# About\n",
        }
    )
    from inpublic.outputs import make_outputs

    report = load_website(load_config(root, {}))
    pages = {file.path.as_posix(): file.read() for file in make_outputs(report.website)}
    return lambda path: pages[path].decode()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("page", 'href="../other/"'),
        ("anchor", 'href="../other/#my-finding"'),
        ("here", 'href="#a-part"'),
        ("part", 'href="notes-deep/"'),
        ("project", 'href="../lone/"'),
        ("code", 'href="https://github.com/ada/learning/blob/main/projects/main/helper.py"'),
        ("about", 'href="../../about/"'),
        ("root", 'href="../lone/"'),
        ("spaced", 'href="https://github.com/ada/learning/blob/main/projects/main/my%20file.txt"'),
    ],
)
def test_a_link_leads_where_its_author_meant(links: Callable[[str], str], text: str, expected: str) -> None:
    page = links("projects/main/index.md")
    tag = page[: page.index(f">{text}</a>")].rsplit("<a", 1)[1].strip()
    assert tag.replace("./#", "#") == expected


def test_a_dead_link_becomes_text_and_a_missing_picture_its_words(links: Callable[[str], str]) -> None:
    page = links("projects/main/index.md")
    assert "<a>dead</a>" in page
    assert "[gone]" in page


def test_pictures_have_their_size_unless_the_author_gave_one(links: Callable[[str], str]) -> None:
    page = links("projects/main/index.md")
    assert page.count('width="640" height="480"') >= 2
    assert 'width="100"' in page
    assert "../../assets/inpublic/files/" in page


def test_links_from_a_deeper_page_and_from_a_notebook_work(links: Callable[[str], str]) -> None:
    deep = links("projects/main/notes-deep/index.md")
    assert 'href="../">up<' in deep
    assert 'href="../../other/#my-finding">sibling<' in deep
    assert 'href="../main/#a-part">back<' in links("projects/other/index.md")


def test_dead_links_are_reported_once_a_line_with_their_place(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/a.md": "# A\n\n[x](gone.ipynb) [y](lost.md)\n\n![z](no.png)\n"})
    found = [
        (problem.line, problem.message)
        for problem in load_website(load_config(root, {})).problems
        if "leads to" in problem.message
    ]
    assert [message for _, message in found] == ["the link «gone.ipynb» (and 2 more here) leads to no file"] or [
        message for _, message in found
    ] == [
        "the link «gone.ipynb» (and 1 more here) leads to no file",
        "the picture «no.png» leads to no file",
    ]
    assert found[0][0] == 3


def test_without_a_repository_a_file_that_is_not_on_the_site_is_named(make_site: Callable[..., Path]) -> None:
    settings = "site_name: A\ntheme: material\n"
    root = make_site({"mkdocs.yml": settings, "projects/p/a.md": "# A\n\n[x](b.py)\n", "projects/p/b.py": ""})
    messages = [problem.message for problem in load_website(load_config(root, {})).problems]
    assert "the link «b.py» leads to a file that is not on the site" in messages


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ("![x](figures/plot.png)", "Figures/Plot.PNG"),
        ("![x](Figures/Plto.PNG)", "Figures/Plot.PNG"),
        ("[x](anlysis.ipynb)", "analysis.ipynb"),
        ("[x](../p/Analysis.ipynb)", "analysis.ipynb"),
        ("[x](nothing-like-it.ipynb)", ""),
    ],
)
def test_a_link_that_is_nearly_right_is_told_what_may_be_meant(
    make_site: Callable[..., Path], notebook: Callable[..., str], link: str, meant: str
) -> None:
    files = {"projects/p/README.md": f"# P\n\n{link}\n", "projects/p/Figures/Plot.PNG": b"x"}
    root = make_site({**files, "projects/p/analysis.ipynb": notebook("# A")})
    (problem,) = (one for one in load_website(load_config(root, {})).problems if "leads to no file" in one.message)
    assert problem.hint == (f"Did you mean `{meant}`?" if meant else problem.hint)
    assert ("Did you mean" in problem.hint) == bool(meant)
