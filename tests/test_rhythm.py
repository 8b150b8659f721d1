"""Learning against building: the counts, the sentence, the milestones and the pictures; and the Timeline page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from inpublic.curriculum.curriculum import Outcome, Resource, Status, Track, Unit
from inpublic.curriculum.proof import JudgedTrack, evidence, judge_unit
from inpublic.languages import words
from inpublic.load import load_website
from inpublic.outputs import make_outputs
from inpublic.project import Entry, Kind, Level, Record
from inpublic.rhythm.activity import (
    WEEKS,
    Quarter,
    Rhythm,
    WeekOfWork,
    commit_days,
    last_year,
    quarters,
    rhythm_of,
)
from inpublic.rhythm.drawing import WIDTH, draw_quarters, draw_year
from inpublic.rhythm.milestones import Mark, Milestone, milestones, proven_units
from inpublic.rhythm.saying import say
from inpublic.settings.config import load_config
from inpublic.settings.git import Dates, Span

DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
RECORDS = (
    Record(slug="a", title="A", date=date(2026, 1, 10), updated=date(2026, 2, 1), level=Level.BEGINNER),
    Record(slug="b", title="B", date=date(2026, 5, 3), level=Level.ADVANCED),
    Record(slug="c", title="C", date=date(2026, 5, 4), level=Level.CAPSTONE),
    Record(slug="d", title="D", date=date(2027, 1, 2), level=Level.CAPSTONE),
    Record(slug="n", title="N", date=date(2025, 12, 30), kind=Kind.NOTE, level=Level.INTERMEDIATE),
    Record(slug="r", title="R", date=date(2026, 5, 1), kind=Kind.READING),
    Record(slug="u", title="Undated"),
)


def unit(title: str, finished: date | None, *, status: Status = Status.DONE, proof: str = "a") -> Unit:
    resource = Resource("Book", status=status, started=date(2025, 12, 1), finished=finished)
    return Unit(title, resources=(resource,), outcome=Outcome(projects=(proof,)))


UNITS = (
    unit("Proven", date(2026, 5, 2)),
    unit("Claimed", date(2026, 8, 9), proof="nothing"),
    unit("Given up", date(2026, 9, 1), status=Status.ABANDONED),
    unit("Under way", None, status=Status.DOING),
)
TRACKS = (JudgedTrack(Track("T", units=UNITS), tuple(judge_unit(one, evidence(RECORDS, {})) for one in UNITS)),)
RHYTHM = rhythm_of(RECORDS, TRACKS, [date(2026, 3, 3)])


def test_notes_readings_and_finished_units_are_learned_and_the_rest_is_built() -> None:
    assert RHYTHM.learned == (date(2025, 12, 30), date(2026, 5, 1), date(2026, 5, 2), date(2026, 8, 9))
    assert RHYTHM.built == (date(2026, 1, 10), date(2026, 5, 3), date(2026, 5, 4), date(2027, 1, 2))
    assert len(RHYTHM.active) == 12
    assert {date(2026, 2, 1), date(2026, 3, 3), date(2025, 12, 1), date(2026, 9, 1)} <= RHYTHM.active


def test_quarters_are_counted_exactly_with_the_quiet_ones_between() -> None:
    found = [(one.year, one.number, one.learned, one.built) for one in quarters(RHYTHM)]
    assert found == [
        (2025, 4, 1, 0),
        (2026, 1, 0, 1),
        (2026, 2, 2, 2),
        (2026, 3, 1, 0),
        (2026, 4, 0, 0),
        (2027, 1, 0, 1),
    ]


@given(st.lists(DAYS), st.lists(DAYS))
def test_the_quarters_add_up_to_all_that_came_out(learned: list[date], built: list[date]) -> None:
    found = quarters(Rhythm(tuple(learned), tuple(built)))
    assert (sum(one.learned for one in found), sum(one.built for one in found)) == (len(learned), len(built))
    numbers = [one.year * 4 + one.number for one in found]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else found == ()


@given(st.frozensets(DAYS))
def test_the_last_year_ends_with_the_last_activity_and_counts_each_day_in_it_once(days: frozenset[date]) -> None:
    found = last_year(Rhythm(active=days))
    assert len(found) == (WEEKS if days else 0)
    if days:
        assert found[-1].monday <= max(days) <= found[-1].monday + timedelta(days=6)
        assert found[-1].days > 0
        assert sum(week.days for week in found) == sum(day >= found[0].monday for day in days)
        assert all(0 <= week.days <= 7 for week in found)


def test_what_is_only_planned_is_no_trace_of_work() -> None:
    book = Resource("Book", status=Status.PLANNED, started=date(2027, 5, 5))
    units = (Unit("U", resources=(book,)), Unit("V", said=Status.PLANNED, begun=date(2027, 5, 6)))
    track = JudgedTrack(Track("T", units=units), tuple(judge_unit(one, evidence((), {})) for one in units))
    assert rhythm_of((), [track], ()) == Rhythm()


def test_the_days_of_git_are_those_of_first_and_last_commits_of_published_files() -> None:
    def at(day: int) -> datetime:
        return datetime(2026, 1, day, 12, tzinfo=UTC)

    ours, theirs = PurePosixPath("projects/a.md"), PurePosixPath("other.md")
    entry = Entry("a", PurePosixPath("projects"), (ours,), ours, (ours, PurePosixPath("projects/new.md")))
    dates = Dates({ours: Span(at(1), at(5)), theirs: Span(at(2), at(3))})
    assert commit_days([entry], dates) == {date(2026, 1, 1), date(2026, 1, 5)}
    assert commit_days([entry], Dates(dates.files, shallow=True)) == frozenset()


START = date(2026, 1, 5)
SIX_WEEKS = START + timedelta(days=36)


@pytest.mark.parametrize(
    ("rhythm", "english", "chinese"),
    [
        (Rhythm(), "Everything begins with a first note or a first project.", "一切都从第一篇笔记或第一个项目开始。"),
        (
            Rhythm(built=(SIX_WEEKS,), active=frozenset({START})),
            "Six weeks in, one project out.",
            "6 周以来，完成了 1 个项目。",
        ),
        (
            Rhythm(learned=(START,)),
            "One week in: one note or unit so far, and the first project may be a small one.",
            "1 周以来，已有 1 篇笔记或学完的单元；第一个项目可以从小处做起。",
        ),
        (
            Rhythm(learned=(START,) * 13, built=(START, SIX_WEEKS)),
            "Six weeks in, two projects out, with 13 notes and units along the way.",
            "6 周以来，完成了 2 个项目，一路上还有 13 篇笔记或学完的单元。",
        ),
    ],
    ids=["nothing", "only building", "only learning", "both"],
)
def test_a_sentence_says_it_kindly(rhythm: Rhythm, english: str, chinese: str) -> None:
    assert (say(rhythm, words("en")), say(rhythm, words("zh"))) == (english, chinese)


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (7, "Two weeks in", "2 周以来"),
        (181, "26 weeks in", "26 周以来"),
        (182, "Six months in", "6 个月以来"),
        (365, "Twelve months in", "12 个月以来"),
        (729, "Two years in", "2 年以来"),
        (1800, "Four years in", "4 年以来"),
    ],
)
def test_a_long_way_is_told_in_months_and_years(days: int, english: str, chinese: str) -> None:
    rhythm = Rhythm(built=(START, START + timedelta(days=days)))
    assert say(rhythm, words("en")) == f"{english}, two projects out."
    assert say(rhythm, words("zh")) == f"{chinese}，完成了 2 个项目。"


@given(st.lists(DAYS), st.lists(DAYS), st.sampled_from(["en", "zh"]))
def test_no_sentence_speaks_of_streaks_or_leaves_a_hole(learned: list[date], built: list[date], language: str) -> None:
    said = say(Rhythm(tuple(learned), tuple(built)), words(language))
    assert said.endswith((".", "。"))
    assert not any(word in said for word in ("{", "streak", "only", "behind", "should", "连续"))


def test_milestones_are_firsts_capstones_proven_units_and_certificates_by_year() -> None:
    certificate = Milestone(date(2026, 5, 4), "Paper", (Mark.CERTIFICATE,), url="https://example.org/")
    found = milestones(RECORDS, str, [*proven_units(TRACKS, lambda one: one.title), certificate])
    assert [(year, [(one.title, one.marks) for one in group]) for year, group in found] == [
        (2027, [("D", (Mark.CAPSTONE,))]),
        (
            2026,
            [
                ("C", (Mark.CAPSTONE,)),
                ("Paper", (Mark.CERTIFICATE,)),
                ("B", (Mark.ADVANCED,)),
                ("Proven", (Mark.UNIT,)),
                ("A", (Mark.FIRST, Mark.BEGINNER)),
            ],
        ),
    ]
    assert [one.url for one in found[1][1]] == ["c", "https://example.org/", "b", "Proven", "a"]
    assert milestones((), str) == ()


def test_certificates_come_from_the_resume_with_as_much_of_a_date_as_it_says(make_site: Callable[..., Path]) -> None:
    resume = "certificates:\n- {name: Month, date: 2026-06}\n- {name: Day, date: 2026-07-09}\n- {name: None}\n"
    page = page_of(make_site({**FILES, "docs/resume.yml": resume}))
    assert page is not None
    times = {one.parent.css_first("strong").text(): one for one in LexborHTMLParser(page).css("li:has(strong) time")}
    shown = {name: (one.attributes["datetime"], one.text()) for name, one in times.items()}
    assert shown == {"Month": ("2026-06", "Jun 2026"), "Day": ("2026-07-09", "9 Jul 2026")}


@given(st.lists(st.tuples(DAYS, st.sampled_from([None, *Level])), max_size=12))
def test_there_is_one_first_project_and_each_capstone_once(made: list[tuple[date, Level | None]]) -> None:
    records = [Record(slug=str(n), title=str(n), date=day, level=level) for n, (day, level) in enumerate(made)]
    marks = [mark for _, group in milestones(records, str) for one in group for mark in one.marks]
    assert marks.count(Mark.FIRST) == bool(made)
    assert marks.count(Mark.CAPSTONE) == sum(level is Level.CAPSTONE for _, level in made)
    assert all(marks.count(mark) <= 1 for mark in Mark if mark is not Mark.CAPSTONE)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=40))
def test_every_bar_is_inside_the_picture_and_there_is_one_for_each_count(counts: list[tuple[int, int]]) -> None:
    found = [Quarter(2000 + n // 4, n % 4 + 1, learned, built) for n, (learned, built) in enumerate(counts)]
    drawing = draw_quarters(found)
    assert len(drawing.bars) == sum(bool(number) for pair in counts for number in pair)
    for bar in drawing.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH + 0.2
        assert 0 <= bar.y <= bar.y + bar.height <= drawing.height - 12


def test_the_year_has_a_bar_for_each_week_with_work_as_high_as_its_days() -> None:
    monday = date(2026, 1, 5)
    drawing = draw_year([WeekOfWork(monday + timedelta(weeks=n), days) for n, days in enumerate((0, 1, 2))])
    assert len(drawing.bars) == 2
    assert drawing.bars[1].height == 2 * drawing.bars[0].height
    assert {bar.y + bar.height for bar in drawing.bars} == {drawing.line}


def project(day: str, **more: str) -> str:
    said = "".join(f"{key}: {value}\n" for key, value in more.items())
    return f"---\ndate: {day}\n{said}---\n# Work of {day}\n\nText.\n"


FILES = {
    "projects/a.md": project("2026-01-10", level="beginner"),
    "projects/b.md": project("2026-05-03", level="capstone"),
    "projects/n.md": project("2026-05-04", kind="note"),
}


def page_of(root: Path) -> str | None:
    files = make_outputs(load_website(load_config(root, {})).website)
    return next((file.read().decode() for file in files if str(file.path) == "timeline/index.md"), None)


def test_the_page_has_years_as_headings_and_pictures_with_words_and_numbers(make_site: Callable[..., Path]) -> None:
    page = page_of(make_site(FILES))
    assert page is not None
    assert "## 2026 { #year-2026 }" in page
    assert "17 weeks in, two projects out, with one note or unit along the way." in page
    html = LexborHTMLParser(page)
    for picture in html.css("svg"):
        ids = (picture.attributes["aria-labelledby"] or "").split()
        assert picture.attributes["role"] == "img"
        assert [picture.css_first(f"#{name}").tag for name in ids] == ["title", "desc"]
        assert picture.css("[fill], [style], script") == []
    tables = [[[cell.text() for cell in row.css("th, td")] for row in one.css("tbody tr")] for one in html.css("table")]
    assert tables[0] == [["2026 Q1", "1", "0"], ["2026 Q2", "1", "1"]]
    assert [row[1] for row in tables[1]] == ["1", "1", "1"]


def test_one_setting_turns_the_rhythm_off(make_site: Callable[..., Path]) -> None:
    root = make_site(FILES)
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + "extra: {inpublic: {rhythm: false}}\n", "utf-8")
    page = page_of(root)
    assert page is not None
    assert "## 2026" in page
    assert "<svg" not in page
    assert "weeks in" not in page


def test_a_single_milestone_makes_no_page(make_site: Callable[..., Path]) -> None:
    assert (
        page_of(make_site({"projects/a.md": FILES["projects/a.md"], "projects/n.md": FILES["projects/n.md"]})) is None
    )


def test_a_menu_that_leads_to_it_finds_a_page(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/a.md": FILES["projects/a.md"].replace("date: 2026-01-10\n", "")})
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("[index.md,", "[index.md, timeline/index.md,"), "utf-8")
    page = page_of(root)
    assert page is not None
    assert "Everything begins with a first note or a first project." in page
    assert "<svg" not in page
