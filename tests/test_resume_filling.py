"""A resume is filled in from the settings and the work; what its author wrote stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from inpublic.document import Document
from inpublic.languages import words
from inpublic.project import Entry, Kind, Origin, Record, Result
from inpublic.resume.filling import SHOWN, SKILLS, Ability, FilledResume, fill_resume, result_text
from inpublic.resume.resume import Basics, Profile, Project, Resume, Skill
from inpublic.settings.config import Config
from inpublic.settings.parts import Author
from inpublic.website import Page
from inpublic.website import Project as Work

EN = words("en")
CONFIG = Config(
    Path(),
    site_url="https://ada.example/site/",
    author=Author(
        "Ada", "Learner", "", "ada@ada.example", (("GitHub", "https://github.com/ada"), ("Mail", "mailto:a@b.c"))
    ),
)


def work(slug: str, **record: object) -> Work:
    folder = PurePosixPath("projects", slug)
    made = Record(title=record.pop("title", slug.capitalize()), slug=slug, **record)  # type: ignore[arg-type]
    page = Page(folder, folder / "index.md", made.title, Document("", ()))
    return Work(Entry(slug, folder, ()), made, {}, (page,))


def fill(
    written: Resume | None = None, *works: Work, config: Config = CONFIG, proven: tuple[Ability, ...] = ()
) -> FilledResume:
    return fill_resume(written, config, works, proven, EN)


def test_what_the_file_lacks_comes_from_the_settings() -> None:
    basics = fill().resume.basics
    assert basics == Basics(
        name="Ada",
        label="Learner",
        email="ada@ada.example",
        url="https://ada.example/site/",
        profiles=(Profile(network="GitHub", url="https://github.com/ada"),),
    )


def test_what_the_file_says_stays() -> None:
    own = Basics(
        "B", "L", "https://b.example/b.jpg", "b@b.example", "1", "https://b.example", "S", profiles=(Profile("X"),)
    )
    assert fill(Resume(own)).resume.basics == own


def test_a_project_is_filled_with_its_page_and_its_results() -> None:
    made = work(
        "taxi",
        title="Taxi fares",
        summary="How much?",
        date=date(2026, 5, 1),
        updated=date(2026, 6, 1),
        tags=("regression",),
        origin=Origin.GUIDED,
        results=(Result("F1", "0.87", "0.75"),),
    )
    assert fill(None, made).resume.projects == (
        Project(
            name="Taxi fares",
            description="How much?",
            highlights=("F1 0.87, baseline 0.75",),
            keywords=("regression",),
            start_date="2026-05-01",
            end_date="2026-06-01",
            url="https://ada.example/site/projects/taxi/",
            type="Guided",
        ),
    )


def test_without_an_address_of_the_site_nothing_has_an_address() -> None:
    filled = fill(Resume(Basics(image="ada.jpg")), work("taxi"), config=Config(Path()))
    assert (filled.resume.projects[0].url, filled.resume.basics.image, filled.resume.meta.canonical) == ("", "", "")
    assert filled.pieces[0].path == PurePosixPath("projects/taxi/index.md")


def test_a_resume_shows_the_featured_and_the_newest_but_no_notes() -> None:
    works = [work(f"p{number}", featured=number == 9) for number in range(10)]
    shown = fill(None, work("note", kind=Kind.NOTE), work("read", kind=Kind.READING), *works).resume.projects
    assert [project.name for project in shown] == ["P9", *(f"P{number}" for number in range(SHOWN - 1))]


@pytest.mark.parametrize(
    "listed",
    [
        Project(name="taxi fares"),
        Project(name="taxi"),
        Project(url="https://ada.example/site/projects/taxi/"),
        Project(url="https://elsewhere.example/projects/taxi/index.html"),
    ],
    ids=["title", "slug", "address", "another domain"],
)
def test_a_listed_project_is_completed_from_the_work_that_it_means(listed: Project) -> None:
    filled = fill(
        Resume(projects=(listed, Project(name="Other"))), work("sun"), work("taxi", title="Taxi fares", summary="S")
    )
    first, other = filled.resume.projects
    assert (first.name.casefold(), first.description) == ("taxi fares", "S")
    assert first.url
    assert other == Project(name="Other")


def test_what_a_listed_project_says_stays() -> None:
    listed = Project("Taxi", "D", ("H",), ("K",), "2020", "2021", "https://t.example/projects/taxi", ("R",), "E", "T")
    assert fill(Resume(projects=(listed,)), work("taxi", summary="S", tags=("a",))).resume.projects == (listed,)


def test_listed_skills_come_first_with_their_proof_and_none_is_there_twice() -> None:
    proven = (
        Ability("pandas", projects=5),
        Ability("SQL", projects=2, url="skills/#sql"),
        Ability("NumPy", projects=1),
    )
    filled = fill(
        Resume(skills=(Skill("sql", "good"), Skill("Data frames", keywords=("pandas",)), Skill("Excel"))), proven=proven
    )
    assert [(one.name, one.projects) for one in filled.abilities] == [
        ("sql", 2),
        ("Data frames", 5),
        ("NumPy", 1),
        ("Excel", 0),
    ]
    assert filled.abilities[0].url == "skills/#sql"
    assert [one.is_claimed for one in filled.abilities] == [False, False, False, True]
    assert filled.resume.skills == (
        Skill("sql", "good"),
        Skill("Data frames", "in 5 projects", ("pandas",)),
        Skill("NumPy", "in 1 project"),
        Skill("Excel"),
    )


def test_a_resume_names_a_limited_number_of_skills_of_each_kind() -> None:
    assert (
        len(
            fill(
                None, proven=tuple(Ability(str(n), projects=1, kind=kind) for n in range(99) for kind in "ab")
            ).abilities
        )
        == 2 * SKILLS
    )


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Result("F1", "0.87", "0.75"), "F1 0.87, baseline 0.75"),
        (Result("F1", "0.90"), "F1 0.90"),
        (Result("Recall at 0.95", "0.976", "0.863"), "Recall at 0.95: 0.976, baseline 0.863"),
    ],
)
def test_a_result_is_said_in_a_few_words(result: Result, expected: str) -> None:
    assert result_text(result, EN) == expected
