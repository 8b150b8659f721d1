"""Pages in several languages, told by the names of their files."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from inpublic.document import Document
from inpublic.pages.translations import NAMES, Translation, is_translation, language_of, translations
from inpublic.project import Entry, Record
from inpublic.website import Page, Project

FOLDER = PurePosixPath("projects/taxi")


def project(*names: str, lang: str = "") -> Project:
    pages = tuple(Page(FOLDER / name, PurePosixPath(f"{name}/index.md"), name, Document(name, ())) for name in names)
    entry = Entry("taxi", FOLDER, tuple(page.source for page in pages), pages[0].source)
    return Project(entry, Record(slug="taxi", lang=lang), {}, pages)


@pytest.mark.parametrize(
    ("original", "other", "lang"),
    [
        ("README.md", "README.zh.md", "zh"),
        ("README.md", "README.zh-CN.md", "zh-CN"),
        ("README.md", "README.zh_hant.md", "zh-Hant"),
        ("README.md", "README_de.md", "de"),
        ("README.md", "README-fr.md", "fr"),
        ("model.ipynb", "model.es.ipynb", "es"),
    ],
)
def test_a_file_beside_another_is_its_translation(original: str, other: str, lang: str) -> None:
    work = project(original, other)

    assert [is_translation(work, page) for page in work.pages] == [False, True]
    assert [language_of(work, page) for page in work.pages] == ["", lang]
    assert translations(work, work.pages[1], "en") == (
        Translation("en", work.pages[0]),
        Translation(lang, work.pages[1]),
    )


@pytest.mark.parametrize(
    "names",
    [("README.md", "model.zh.ipynb"), ("model.ipynb", "model.v2.ipynb"), ("sales.ipynb", "sales_no.ipynb"), ("a.md",)],
    ids=["of nothing", "a version", "an underscore", "alone"],
)
def test_other_files_are_none(names: tuple[str, ...]) -> None:
    work = project(*names)

    assert not any(is_translation(work, page) or translations(work, page, "en") for page in work.pages)


def test_two_pages_that_seem_to_be_in_one_language_are_not_offered_as_translations() -> None:
    work = project("README.md", "README.zh.md")

    assert translations(work, work.pages[0], "zh") == ()
    assert translations(project("README.md", "README.zh.md", lang="en"), work.pages[0], "zh") != ()


def test_each_language_has_a_name_to_be_read() -> None:
    assert all(name.strip() for name in NAMES.values())
    assert Translation("zh-Hans", project("a.md").main).name == "简体中文"
    assert Translation("vi", project("a.md").main).name == "Tiếng Việt"
    assert Translation("x-klingon", project("a.md").main).name == "x-klingon"
