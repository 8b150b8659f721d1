"""Comments by giscus: where its frame is, and what mkdocs.yml has to say for it."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from inpublic.build import build_tree
from inpublic.errors import InpublicError
from inpublic.pages.comments import comments_of
from inpublic.settings.config import Config, load_config
from inpublic.settings.parts import Giscus

site = runpy.run_path(str(Path(__file__).with_name("feedsite.py")))
GISCUS = Giscus("ada/learning", "R_1", "Announcements", "DIC_1")
CONFIG: Config = replace(site["CONFIG"], giscus=GISCUS)
SETTING = (
    "\nextra:\n  inpublic:\n    giscus: {repo: ada/learning, repo_id: R_1, category: General, category_id: DIC_1}\n"
)


def frame(config: Config = CONFIG, **facts: Any) -> tuple[str, dict[str, list[str]]]:
    comments = comments_of(config, site["make_project"]("taxi", **facts))
    assert comments
    parts = urlsplit(comments.frame)
    return f"{parts.scheme}://{parts.netloc}{parts.path}", parse_qs(parts.query)


def test_a_discussion_is_named_by_the_slug_wherever_the_site_is() -> None:
    _, said = frame()
    _, moved = frame(replace(CONFIG, site_url="https://other.example/"))

    assert said["term"] == moved["term"] == ["projects/taxi"]
    assert (said["repo"], said["repoId"], said["categoryId"]) == (["ada/learning"], ["R_1"], ["DIC_1"])


@pytest.mark.parametrize(
    ("language", "path"),
    [
        ("en", "/widget"),
        ("zh", "/zh-CN/widget"),
        ("zh-Hant", "/zh-TW/widget"),
        ("pt-BR", "/pt/widget"),
        ("sw", "/widget"),
    ],
)
def test_giscus_speaks_the_language_of_the_site_where_it_can(language: str, path: str) -> None:
    address, _ = frame(replace(CONFIG, language=language))

    assert address == f"https://giscus.app{path}"


def test_a_page_has_a_plain_link_and_asks_nothing_by_itself(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/taxi.md": "# Taxi\n\nWords.\n"})
    settings = root / "mkdocs.yml"
    plain = settings.read_text("utf-8")
    build_tree(load_config(root, {}))
    before = (root / "docs/projects/taxi/index.md").read_text("utf-8")
    settings.write_text(plain + SETTING, "utf-8")
    build_tree(load_config(root, {}))
    page = (root / "docs/projects/taxi/index.md").read_text("utf-8")

    assert "giscus" not in before
    assert '<a href="https://github.com/ada/learning/discussions">Discuss this on GitHub</a>' in page
    assert 'data-giscus="https://giscus.app/widget?' in page
    assert not any(tag in page for tag in ("<iframe", "<script"))


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("{repo: ada/learning}", "repo_id is missing"),
        ("{repo: learning, repo_id: R, category: G, category_id: D}", "has to be the owner and the name"),
        ("{repos: ada/learning}", "Did you mean «repo»?"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(make_site: Callable[..., Path], setting: str, told: str) -> None:
    root = make_site({"mkdocs.yml": f"site_name: Ada\nextra:\n  inpublic:\n    giscus: {setting}\n"})
    with pytest.raises(InpublicError) as caught:
        load_config(root, {})

    assert told in " ".join(f"{problem.message} {problem.hint}" for problem in caught.value.problems)
