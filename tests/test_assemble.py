"""Records, slugs and pages come together; no disk is touched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.assemble import describe, place, places_of, shorten, title_of
from inpublic.document import Document, Fault
from inpublic.errors import Problem
from inpublic.load import _OfFiles
from inpublic.project import Entry, Layer
from inpublic.settings.git import Dates, Span

P = PurePosixPath


def entry(name: str, *sources: str, layer: Layer | None = None) -> Entry:
    paths = tuple(P("projects") / name / source for source in sources)
    return Entry(name, P("projects") / name, paths, paths[0], paths, layer)


def document(title: str = "", front: str = "", **more: object) -> Document:
    return Document(title, (), front_matter=front, **more)  # type: ignore[arg-type]


def test_what_is_said_explicitly_wins_over_what_is_inferred_and_each_value_knows_its_origin() -> None:
    one = entry("taxi", "README.md", layer=Layer("project.yml", {"title": "From the record"}))
    text = document("From the heading", "summary: From the front matter", imports=("pandas", "os", "sklearn"))
    described = describe(one, {one.sources[0]: text}, Dates())
    assert described.record.title == "From the record"
    assert described.record.summary == "From the front matter"
    assert described.record.tags == ("pandas", "scikit-learn")
    assert described.origins["title"] == "project.yml"
    assert described.origins["summary"] == "front matter of README.md"
    assert "imports" in described.origins["tags"]


def test_dates_come_from_git_and_name_first_and_last_commit() -> None:
    one = entry("taxi", "README.md")
    span = Span(datetime(2026, 1, 2, 9, tzinfo=UTC), datetime(2026, 3, 4, 10, tzinfo=UTC))
    described = describe(one, {one.sources[0]: document("T")}, Dates({one.sources[0]: span}))
    assert (described.record.date, described.record.updated) == (date(2026, 1, 2), date(2026, 3, 4))
    (project,) = place([described], {one.sources[0]: document("T")}, Dates({one.sources[0]: span}))
    assert (project.published, project.updated) == (span.first, span.last)


def test_work_without_any_date_has_none_rather_than_today() -> None:
    one = entry("taxi", "README.md")
    documents = {one.sources[0]: document("T")}
    (project,) = place([describe(one, documents, Dates())], documents, Dates())
    assert project.published is project.updated is project.record.date is None


def test_the_newest_is_first_and_undated_work_is_newer_than_all() -> None:
    days = {"old": "2026-01-01", "new": "2026-02-01", "none": ""}
    entries = {name: entry(name, "README.md") for name in days}
    documents = {e.sources[0]: document(n, f"date: {days[n]}" if days[n] else "") for n, e in entries.items()}
    described = [describe(e, documents, Dates()) for e in entries.values()]
    assert [project.record.slug for project in place(described, documents, Dates())] == ["none", "new", "old"]


def test_slugs_that_meet_get_a_number_and_every_document_a_page() -> None:
    first, second = entry("Taxi", "README.md", "b.ipynb"), entry("taxi", "README.md")
    documents = {source: document("T") for source in (*first.sources, *second.sources)}
    projects = place([describe(e, documents, Dates()) for e in (first, second)], documents, Dates())
    pages = sorted(page.path.as_posix() for project in projects for page in project.pages)
    assert pages == ["projects/taxi-2/index.md", "projects/taxi/b/index.md", "projects/taxi/index.md"]
    assert places_of(projects)[P("projects/taxi")].path == P("projects/taxi-2/index.md")


def test_a_fault_of_a_file_keeps_only_its_own_project_off_the_site() -> None:
    one = entry("taxi", "README.md")
    documents: Mapping[P, Document] = {one.sources[0]: document("T", faults=(Fault("bad", is_error=True, line=3),))}
    assert describe(one, documents, Dates()).is_broken
    assert [str(problem) for problem in describe(one, documents, Dates()).problems] == [
        "projects/taxi/README.md:3: bad"
    ]


def test_a_project_has_the_problems_of_its_own_files_in_their_order() -> None:
    one = entry("taxi", "README.md", "a.ipynb")
    names = ["taxi/a.ipynb", "other/project.yml", "taxi/README.md", "taxi/a.ipynb"]
    found = [Problem(f"projects/{name}", str(number)) for number, name in enumerate(names)]
    own = _OfFiles(found).of(one)
    assert [problem.message for problem in own] == ["0", "2", "3"]
    assert describe(one, dict.fromkeys(one.sources, document("T")), Dates(), own).problems == tuple(own)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("taxi-fares", "Taxi fares"),
        ("2026-02-03-my_first", "My first"),
        ("预测", "预测"),
        ("Größe", "Größe"),
        ("🚀", "🚀"),
    ],
)
def test_a_file_name_makes_a_readable_title(name: str, title: str) -> None:
    assert title_of(name) == title


@given(text=st.text(max_size=600), limit=st.integers(20, 300))
def test_a_shortened_text_fits_and_is_a_beginning_of_the_whole(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit or short == text
    assert text.startswith(short.removesuffix("…"))


def test_a_summary_ends_with_a_sentence_where_one_ends() -> None:
    assert shorten("One sentence. Another that is much longer than allowed.", 30) == "One sentence."
    assert shorten("一句话。另一句话比允许的长度还要长得多得多。", 9) == "一句话。"


def test_two_projects_that_ask_for_one_slug_are_told_so() -> None:
    from inpublic.assemble import refuse_twins

    entries = [entry(name, "README.md", layer=Layer("project.yml", {"slug": "same"})) for name in ("a", "b")]
    described = [describe(e, {e.sources[0]: document("T")}, Dates()) for e in entries]
    first, second = refuse_twins(described)
    assert not first.is_broken
    assert [str(problem) for problem in second.problems] == [
        "projects/b/README.md: the slug «same» is taken by projects/a/README.md"
    ]


def test_the_one_notebook_beside_a_write_up_fills_in_what_the_write_up_leaves_open() -> None:
    one = entry("taxi", "README.md", "taxi.ipynb")
    text, notebook = document("From the write-up"), document("From the notebook", "level: advanced\ntitle: Explicit")
    described = describe(one, dict(zip(one.sources, (text, notebook), strict=True)), Dates())
    assert described.record.level is not None
    assert described.record.title == "Explicit"
    assert described.origins["level"] == "front matter of taxi.ipynb"


@pytest.mark.parametrize(
    ("language", "said", "tags"),
    [
        ("en", "", ("note",)),
        ("zh", "", ("笔记",)),
        ("zh-Hant", "", ("笔记",)),
        ("zh", "tags: [note]", ("note",)),
        ("zh", "tags: [笔记]", ("笔记",)),
    ],
    ids=["english", "chinese", "other-chinese", "named-in-english", "named-already"],
)
def test_a_note_carries_a_tag_in_the_language_of_the_site(language: str, said: str, tags: tuple[str, ...]) -> None:
    one = entry("thought", "README.md")
    note = document("A thought", f"kind: note\n{said}")

    assert describe(one, {one.sources[0]: note}, Dates(), language=language).record.tags == tags
