"""A new portfolio in another language: all that its owner reads and changes first is in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest
import yaml

from inpublic.scaffold import init_site, new_project
from inpublic.starters import Starter, starter

ROOT = Path(__file__).parent.parent
SETTINGS = re.compile("(repo_url|email|links|GitHub|LinkedIn|newsletter|content_security_policy|allow|limits|cache):.*")
"""What is switched off in mkdocs.yml by a `#`: settings, not words."""


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("portfolio") / "p"
    init_site(target, name="李雷", language="zh")
    return target


def comments(text: str) -> list[str]:
    return [match[1] for match in re.finditer(r"(?m)# +([^ #][^#\n]*)$", text)]


def test_every_comment_in_the_settings_is_translated(chinese: Path) -> None:
    ours, theirs = ((root / "mkdocs.yml").read_text("utf-8") for root in (ROOT, chinese))
    left = [comment for comment in comments(theirs) if comment.isascii() and not SETTINGS.fullmatch(comment)]

    assert left == []
    assert len(comments(theirs)) == len(comments(ours))
    assert yaml.load(theirs, yaml.BaseLoader)["theme"]["language"] == "zh"


def test_the_readme_names_its_owner_and_the_same_commands(chinese: Path, tmp_path: Path) -> None:
    init_site(tmp_path / "p", name="Grace")
    english, own = ((root / "README.md").read_text("utf-8") for root in (tmp_path / "p", chinese))

    assert own.startswith("# 李雷\n")
    commands = [
        re.findall(r"`((?:make|\.venv/bin/inpublic \w+|git add|projects/|docs/)[^ `]*)", text)
        for text in (english, own)
    ]
    assert commands[0] == commands[1]
    assert own.count("\n#") == english.count("\n#")


def test_the_example_says_in_its_language_what_its_code_prints(chinese: Path) -> None:
    folder = chinese / "projects/welcome"
    book = nbformat.reads((folder / "welcome.ipynb").read_text("utf-8"), 4)
    nbformat.validate(book)
    texts = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    ours = nbformat.reads((ROOT / "scripts/inpublic/welcome/welcome.ipynb").read_text("utf-8"), 4)

    assert [text for text in texts if any(line.isascii() for line in text.split("\n") if line)] == []
    assert book.cells[2].outputs[0].text == "有 23 位客人时，51% 的聚会里有两个人同一天生日。\n"
    assert 'f"有 {needed} 位客人时' in book.cells[2].source
    assert book.cells[4].outputs == ours.cells[4].outputs
    assert "(welcome.ipynb)" in (folder / "README.md").read_text("utf-8")


def test_every_line_of_the_table_stands_in_a_file_that_is_translated() -> None:
    own = starter("zh")
    assert own
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    notebook = json.loads((ROOT / "scripts/inpublic/welcome/welcome.ipynb").read_text("utf-8"))
    lines = json.dumps([notebook], ensure_ascii=False)

    assert [line for line in own.comments if line not in comments(settings)] == []
    assert [line for line in own.notebook if json.dumps(line, ensure_ascii=False)[1:-1] not in lines] == []


@pytest.mark.parametrize(("tag", "known"), [("zh", True), ("zh-Hant", True), ("de", False), ("..", False)])
def test_a_language_without_texts_stays_english(tag: str, known: bool) -> None:
    assert (starter(tag) is not None) is known


def test_lines_that_are_not_in_the_table_stay() -> None:
    own = Starter("", "", "", {"one": "一"}, {"a": "甲"})
    book = {"cells": [{"source": ["a\n", "b"], "outputs": [{"text": ["a"]}, {"data": {}}]}]}

    assert own.commented("x: 1  # one\ny: 2  # two\n# z: 3  # one\n") == "x: 1  # 一\ny: 2  # two\n# z: 3  # 一\n"
    [cell] = json.loads(own.retold(json.dumps(book)))["cells"]
    assert cell["source"] == ["甲\n", "b"]
    assert cell["outputs"] == [{"text": ["甲"]}, {"data": {}}]


@pytest.mark.parametrize("title", ["出租车", '"{slug}" and {title}', "Back\\slash \\1"])
def test_a_new_project_begins_in_the_language_with_the_same_keys(tmp_path: Path, title: str) -> None:
    for name, language in (("zh", "zh"), ("en", "en")):
        init_site(tmp_path / name, language=language)
        new_project(tmp_path / name / "projects", title, language=language)
    records, notebooks = [], []
    for name in ("zh", "en"):
        [readme] = [path for path in (tmp_path / name).glob("projects/*/README.md") if path.parent.name != "welcome"]
        records.append(yaml.safe_load(readme.read_text("utf-8").split("---\n")[1]))
        notebooks.append(json.loads(next(readme.parent.glob("*.ipynb")).read_text("utf-8")))
        assert f"\n# {title}\n" in readme.read_text("utf-8")
        assert f"({readme.parent.name}.ipynb)" in readme.read_text("utf-8")
    assert records[0] == records[1]
    assert records[0]["title"] == title
    assert [cell["id"] for cell in notebooks[0]["cells"]] == [cell["id"] for cell in notebooks[1]["cells"]]
    headings = [cell["source"] for cell in notebooks[0]["cells"][1:] if cell["cell_type"] == "markdown"]
    assert [text for text in headings if text.isascii()] == []
