"""The curriculum: what its file says, what is wrong in it, and what counts as done."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from inpublic.curriculum.curriculum import Curriculum, Form, Outcome, Resource, Status, Studied, Unit, count_studied
from inpublic.curriculum.proof import Evidence, State, claims, evidence, judge, judge_unit
from inpublic.curriculum.reading import load_curriculum, parse_curriculum
from inpublic.errors import Problem, Severity
from inpublic.load import load_website
from inpublic.outputs import make_outputs
from inpublic.outputs.curriculum import PAGE, unlisted, unproven
from inpublic.pages.cards import LOG_PAGE
from inpublic.project import Kind, Record
from inpublic.settings.config import load_config

GUIDE = Path(__file__).parent.parent / "GUIDE.md"
PLAN = """\
summary: Mine.
tracks:
  - title: Foundations
    units:
      - title: Tables
        outcome: {project: taxi-fares}
        resources:
          - title: Pandas
            url: https://example.org/pandas
            kind: course
            hours: 1.5
            status: done
            started: 2026-01-05
            finished: 2026-02-01
          - {title: A book, status: abandoned, reason: too long, started: 2026-01-07}
      - title: Later
        resources: [Something]
"""
PROJECT = "---\ndate: 2026-02-03\ntags: [pandas]\nskills: [joins]\n---\n# Taxi fares\n\nWhat a ride costs.\n"


def problems_of(text: str) -> list[tuple[int | None, Severity, str, str]]:
    return [(one.line, one.severity, one.message, one.hint) for one in parse_curriculum(text)[1]]


def one_unit(text: str) -> Unit:
    plan, problems = parse_curriculum(f"tracks:\n  - title: T\n    units:\n      - {text}\n")
    assert plan is not None
    assert problems == ()
    return next(plan.units)


def test_every_key_of_the_file_gets_its_value() -> None:
    plan, problems = parse_curriculum(PLAN)
    assert problems == ()
    assert plan is not None
    tables, later = plan.units
    assert tables.outcome == Outcome(projects=("taxi-fares",), line=6)
    assert tables.resources[0] == Resource(
        "Pandas", "https://example.org/pandas", Form.COURSE, 1.5, Status.DONE, "", date(2026, 1, 5), date(2026, 2, 1), 8
    )
    assert tables.resources[1].reason == "too long"
    assert later.resources == (Resource("Something", line=17),)
    assert (plan.summary, plan.tracks[0].title) == ("Mine.", "Foundations")


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("a", Outcome(("a",))),
        ("[a, b]", Outcome(("a", "b"))),
        ("{tag: t, skill: s}", Outcome((), ("t",), ("s",))),
        ("{project: a, projects: [b], tags: [t]}", Outcome(("a", "b"), ("t",))),
    ],
    ids=["a slug", "slugs", "a tag and a skill", "both numbers"],
)
def test_an_outcome_names_projects_tags_and_skills(said: str, outcome: Outcome) -> None:
    found = one_unit(f"{{title: U, outcome: {said}}}").outcome
    assert (found.projects, found.tags, found.skills) == (outcome.projects, outcome.tags, outcome.skills)


BAD = {
    "no YAML": ("tracks: [", 1, Severity.ERROR, "is not valid YAML", ""),
    "a list": ("- a\n", 1, Severity.ERROR, "must be lines of the form «key: value»", ""),
    "an alias": ("a: &x 1\nb: *x\n", 2, Severity.ERROR, "uses the alias «*x»", ""),
    "a key twice": ("tracks: []\ntracks: []\n", 2, Severity.ERROR, "has the key «tracks» twice", ""),
    "no tracks": ("title: Mine\n", 1, Severity.WARNING, "there are no tracks", "Begin with `tracks:`"),
    "unknown key": ("tracks: []\nsumary: x\n", 2, Severity.WARNING, "«sumary» is no key", "Did you mean «summary»?"),
    "unknown state": (
        "tracks:\n- title: T\n  units:\n  - title: U\n    status: finished\n",
        5,
        Severity.ERROR,
        "«status» must be planned, doing, done or abandoned, not «finished»",
        "Write done.",
    ),
    "no title": ("tracks:\n- units: []\n", 2, Severity.ERROR, "this entry has no title", "Add `title: …`."),
    "a bad address": (
        "tracks:\n- title: T\n  units:\n  - title: U\n    resources:\n    - {title: R, url: example.org}\n",
        6,
        Severity.ERROR,
        "«url» must be an address of the web",
        "",
    ),
    "no hours": (
        "tracks:\n- title: T\n  units:\n  - title: U\n    resources:\n    - title: R\n      hours: many\n",
        7,
        Severity.ERROR,
        "«hours» must be a number of hours, not «many»",
        "Write it like 12 or 1.5.",
    ),
    "no reason": (
        "tracks:\n- title: T\n  units:\n  - {title: U, status: abandoned}\n",
        4,
        Severity.WARNING,
        "«U» is abandoned without a reason",
        "Add `reason: …`",
    ),
    "the end before the beginning": (
        "tracks:\n- title: T\n  units:\n  - {title: U, status: done, started: 2026-02-01, finished: 2026-01-01}\n",
        4,
        Severity.WARNING,
        "«U» was finished on 2026-01-01, before it was started on 2026-02-01",
        "Put the two dates right.",
    ),
    "finished and not done": (
        "tracks:\n- title: T\n  units:\n  - title: U\n    resources: {title: R, status: doing, finished: 2026-01-01}\n",
        5,
        Severity.WARNING,
        "«R» has a day on which it was finished and is not done",
        "Write `status: done`",
    ),
    "done with something left": (
        "tracks:\n- title: T\n  units:\n  - {title: U, status: done, resources: [R]}\n",
        4,
        Severity.NOTE,
        "«U» is done, but a course or book in it is not",
        "",
    ),
}


@pytest.mark.parametrize(("text", "line", "severity", "message", "hint"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_once_with_its_line_and_remedy(
    text: str, line: int, severity: Severity, message: str, hint: str
) -> None:
    found = problems_of(text)
    assert len(found) == 1
    assert found[0][:2] == (line, severity)
    assert message in found[0][2]
    assert hint in found[0][3]


@given(st.text(max_size=200))
def test_no_text_makes_reading_fail(text: str) -> None:
    plan, problems = parse_curriculum(text)
    assert plan is not None or problems


def test_what_cannot_be_read_leaves_the_rest(tmp_path: Path) -> None:
    plan, problems = parse_curriculum(PLAN.replace("kind: course", "kind: curse"))
    assert [problem.line for problem in problems] == [10]
    assert plan is not None
    assert [unit.title for unit in plan.units] == ["Tables", "Later"]
    assert load_curriculum(tmp_path) == (None, ())
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/curriculum.yml").write_bytes(b"title: a\nsummary: \xff\n")
    assert load_curriculum(tmp_path)[1] == (
        Problem("docs/curriculum.yml", "this file is not UTF-8 text", "Save it as UTF-8 in your editor.", 2),
    )
    (tmp_path / "docs/curriculum.yml").rename(tmp_path / "docs/curriculum.yaml")
    [problem] = load_curriculum(tmp_path)[1]
    assert (problem.place, problem.hint) == ("docs/curriculum.yaml", "Rename it to curriculum.yml.")


P, D, F, A = Status.PLANNED, Status.DOING, Status.DONE, Status.ABANDONED


@pytest.mark.parametrize(
    ("resources", "status"),
    [((), P), ((P, P), P), ((P, F), D), ((D,), D), ((F, F), F), ((F, A), F), ((A, A), A), ((A, P), D)],
    ids=lambda value: "+".join(one.value for one in value) or "none" if isinstance(value, tuple) else value.value,
)
def test_a_unit_that_says_nothing_is_what_its_resources_are(resources: tuple[Status, ...], status: Status) -> None:
    assert Unit("U", resources=tuple(Resource("R", status=one) for one in resources)).status is status


@pytest.mark.parametrize(
    ("said", "status", "is_begun"),
    [
        ("started: 2026-05-01", D, True),
        ("started: 2026-05-01, finished: 2026-05-02", F, True),
        ("finished: 2026-05-02", F, True),
        ("status: planned, started: 2026-05-01", P, False),
        ("hours: 3", P, False),
    ],
)
def test_dates_say_how_far_something_is_that_does_not(said: str, status: Status, is_begun: bool) -> None:
    [resource] = one_unit(f"{{title: U, resources: [{{title: R, {said}}}]}}").resources
    assert (resource.status, resource.was_begun) == (status, is_begun)
    if "hours" not in said:
        assert one_unit(f"{{title: U, {said.partition(', f')[0]}}}").status is (
            Status.DOING if said.startswith("started") else status
        )


RECORDS = (
    Record(slug="taxi", title="Taxi", tags=("Time series",), aliases=("cab",)),
    Record(slug="read", title="Read", tags=("SQL",), kind=Kind.READING),
)
KNOWN = evidence(RECORDS, {"Deep  Learning": ["taxi"]})


@pytest.mark.parametrize(
    ("said", "outcome", "state"),
    [
        (F, Outcome(projects=("taxi",)), State.DONE),
        (F, Outcome(projects=("cab",)), State.DONE),
        (F, Outcome(projects=("projects/taxi/",)), State.DONE),
        (F, Outcome(projects=("read",)), State.DONE),
        (F, Outcome(projects=("read.md",)), State.DONE),
        (F, Outcome(projects=("projects/taxi/README.md",)), State.DONE),
        (F, Outcome(tags=("time-series",)), State.DONE),
        (F, Outcome(skills=("deep learning",)), State.DONE),
        (F, Outcome(tags=("sql",)), State.CLAIMED),
        (F, Outcome(), State.CLAIMED),
        (F, Outcome(projects=("bus",)), State.CLAIMED),
        (F, Outcome(projects=("taxi", "bus")), State.CLAIMED),
        (F, Outcome(projects=("taxi",), skills=("joins",)), State.CLAIMED),
        (D, Outcome(projects=("taxi",)), State.DOING),
        (P, Outcome(projects=("taxi",)), State.PLANNED),
        (A, Outcome(), State.ABANDONED),
    ],
)
def test_a_unit_is_done_only_when_all_that_it_names_is_published(said: Status, outcome: Outcome, state: State) -> None:
    assert judge_unit(Unit("U", said=said, outcome=outcome), KNOWN).state is state


def test_a_unit_that_says_only_what_proves_it_is_done_once_that_is_published() -> None:
    unit = Unit("U", outcome=Outcome(projects=("taxi",)))
    assert judge_unit(unit, KNOWN).state is State.DONE
    assert judge_unit(unit, evidence(RECORDS[1:], {})).state is State.PLANNED
    assert judge_unit(Unit("U"), KNOWN).state is State.PLANNED
    assert judge_unit(Unit("U", outcome=unit.outcome, resources=(Resource("R"),)), KNOWN).state is State.PLANNED


@given(
    st.sampled_from([None, *Status]),
    st.lists(st.sampled_from(["taxi", "bus", "read"])),
    st.sets(st.sampled_from(["taxi", "bus"])),
)
def test_to_take_work_away_never_makes_a_unit_done(said: Status, named: list[str], left: set[str]) -> None:
    unit = Unit("U", said=said, outcome=Outcome(projects=tuple(named)))
    fewer = judge_unit(unit, evidence([record for record in RECORDS if record.slug in left], {}))
    more = judge_unit(unit, evidence(RECORDS, {}))
    reverted = State.CLAIMED if said else State.PLANNED
    assert fewer.state is more.state or (more.state, fewer.state) == (State.DONE, reverted)
    assert set(fewer.built) <= set(more.built)


def test_a_claim_is_told_with_the_slug_that_was_hardly_meant_otherwise() -> None:
    text = PLAN.replace("status: abandoned, reason: too long", "status: done").replace("taxi-fares", "taxi-fare")
    plan = parse_curriculum(text)[0]
    assert plan is not None
    known = Evidence(projects={"taxi-fares": "taxi-fares"})
    [problem] = claims(judge(plan, known), known, "docs/curriculum.yml")
    assert problem.place == "docs/curriculum.yml:6"
    assert "its proof «taxi-fare» is not published" in problem.message
    assert problem.hint == "Did you mean «taxi-fares»?"


def test_what_was_begun_is_counted_against_what_was_finished() -> None:
    plan = parse_curriculum(PLAN)[0] or Curriculum()
    assert count_studied(plan.resources) == Studied(begun=2, finished=1, abandoned=1, hours=1.5)
    assert Studied(5, 2, 1).under_way == 2


def page_of(root: Path) -> str | None:
    files = make_outputs(load_website(load_config(root, {})).website)
    return next((file.read().decode() for file in files if str(file.path) == "curriculum/index.md"), None)


def test_moving_the_project_out_reverts_the_unit(make_site: Callable[..., Path]) -> None:
    root = make_site(
        {"docs/curriculum.yml": PLAN, "projects/taxi-fares.md": PROJECT, "projects/b.md": "# B\n\nText.\n"}
    )
    done = page_of(root)
    assert done is not None
    assert "1 of 2 units done" in done
    assert 'href="../projects/taxi-fares/"' in done
    (root / "projects/taxi-fares.md").rename(root / "taxi-fares.md")
    claimed = page_of(root)
    assert claimed is not None
    assert "0 of 2 units done" in claimed
    assert "Claimed" in claimed
    assert "taxi-fares" not in claimed
    (root / "taxi-fares.md").rename(root / "projects/taxi-fares.md")
    assert page_of(root) == done


def test_a_project_leads_back_to_the_units_that_it_was_built_from(make_site: Callable[..., Path]) -> None:
    plan = PLAN + "      - {title: Tables, outcome: [taxi-fares, b]}\n"
    root = make_site({"docs/curriculum.yml": plan, "projects/taxi-fares.md": PROJECT, "projects/b.md": "# B\n"})
    files = {str(file.path): file for file in make_outputs(load_website(load_config(root, {})).website)}
    page = LexborHTMLParser(files["projects/taxi-fares/index.md"].read().decode())
    links = [(one.attributes["href"], one.text()) for one in page.css(".ip-facts a[href*=curriculum]")]
    assert links == [("../../curriculum/#tables", "Tables"), ("../../curriculum/#tables-2", "Tables")]
    headings = files["curriculum/index.md"].read().decode()
    assert "### Tables { #tables }" in headings
    assert "### Tables { #tables-2 }" in headings


def test_the_examples_of_the_guide_are_right() -> None:
    section = GUIDE.read_text("utf-8").partition("## What you study")[2].partition("\n## ")[0]
    plan, menu = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    curriculum, problems = parse_curriculum(plan)
    assert curriculum is not None
    assert problems == ()
    assert [unit.status for unit in curriculum.units] == [F, P]
    for key, words in (("kind", Form), ("status", Status)):
        said = re.search(rf"{key}: \w+  # (.*?)[(;\n]", plan)
        assert said is not None
        assert {word.value for word in words} == set(re.findall(r"\w+", said[1].replace("with a reason", "")))
    named = re.findall(r"\S+\.md", menu)
    assert named == [str(PAGE), str(LOG_PAGE)]
    [note] = re.findall(r"```markdown\n(.*?)```", section, re.DOTALL)
    assert "kind: note\n" in note


def test_a_page_that_no_menu_leads_to_and_days_to_come_are_told(make_site: Callable[..., Path]) -> None:
    root = make_site({"docs/curriculum.yml": PLAN, "projects/taxi-fares.md": PROJECT})

    def said() -> list[str]:
        website = load_website(load_config(root, {}, date(2026, 1, 20))).website
        return [str(problem) for check in (unlisted, unproven) for problem in check(website)]

    assert said() == [
        "mkdocs.yml: the menu does not lead to the Curriculum page, which docs/curriculum.yml makes",
        "docs/curriculum.yml:8: «Pandas» has the date 2026-02-01, which is still to come",
    ]
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("[index.md,", "[index.md, curriculum/index.md,"), "utf-8")
    assert len(said()) == 1


def test_a_draft_proves_nothing(make_site: Callable[..., Path]) -> None:
    draft = PROJECT.replace("date:", "draft: true\ndate:")
    page = page_of(make_site({"docs/curriculum.yml": PLAN, "projects/taxi-fares.md": draft}))
    assert page is not None
    assert "0 of 2 units done" in page


def test_without_the_file_there_is_no_page_unless_the_menu_leads_to_it(make_site: Callable[..., Path]) -> None:
    root = make_site({"projects/a.md": PROJECT})
    assert page_of(root) is None
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("[index.md,", "[index.md, {Learn: [curriculum/index.md]},"), "utf-8"
    )
    assert "Nothing is planned here yet" in (page_of(root) or "")


def test_words_of_learners_are_escaped(make_site: Callable[..., Path]) -> None:
    text = "tracks:\n- title: '<script>1</script> `x` {{ 1 }}'\n  units: ['<img src=x> *u*']\n"
    page = page_of(make_site({"docs/curriculum.yml": text, "projects/a.md": PROJECT}))
    assert page is not None
    assert "<script" not in page
    assert "<img" not in page
    assert "*u*" not in page


def test_faults_of_the_file_and_claims_are_told(make_site: Callable[..., Path]) -> None:
    text = PLAN.replace("taxi-fares", "gone").replace("kind: course", "kind: curse")
    root = make_site({"docs/curriculum.yml": text, "projects/a.md": PROJECT})
    said = [str(problem) for problem in load_website(load_config(root, {})).problems if "curriculum" in problem.path]
    assert [line.split(": ")[0] for line in said] == ["docs/curriculum.yml:10", "docs/curriculum.yml:6"]
