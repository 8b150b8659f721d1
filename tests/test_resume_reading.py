"""docs/resume.yml is read in any spelling; what is wrong in it is told with its line and a remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.errors import Problem, Severity
from inpublic.resume.reading import load_resume, parse_resume
from inpublic.resume.resume import Certificate, Language, Location, Profile, Resume, Work


def read(text: str) -> Resume:
    resume, problems = parse_resume(text)
    assert resume is not None
    assert problems == ()
    return resume


def faults(text: str) -> list[tuple[int | None, str, str, Severity]]:
    return [(item.line, item.message, item.hint, item.severity) for item in parse_resume(text)[1]]


WHOLE = """\
$schema: https://example.org/schema.json
basics:
  name: Ada Quill
  label: Analyst
  image: pictures/ada.jpg
  email: ada@quill.example
  phone: +31 20 555 0100
  url: https://quill.example
  summary: |
    First line
    goes on.

    Second paragraph.
  location: {address: Canal 1, postalCode: 1234 AB, city: Utrecht, countryCode: NL, region: Utrecht}
  profiles:
    - {network: GitHub, username: ada, url: https://github.com/ada}
work:
  - {name: Office, position: Bookkeeper, location: Utrecht, description: Small, url: https://office.example,
     startDate: 2019-02, endDate: present, summary: Books, highlights: ["One, two", Three]}
volunteer: [{organization: Café, position: Treasurer, url: https://c.example, startDate: 2020, endDate: 2021-12-31,
  summary: S, highlights: [A]}]
education: [{institution: School, url: https://s.example, area: Finance, studyType: BSc, startDate: 2012, endDate: 2016,
  score: 8.0, courses: [Statistics]}]
awards: [{title: Prize, date: 2020-05, awarder: Town, summary: S}]
certificates: [{name: SQL, date: 2025-11-30, issuer: Centre, url: https://c.example}]
publications: [{name: Paper, publisher: P, releaseDate: 2024, url: https://p.example, summary: S}]
skills: [{name: Python, level: good, keywords: [pandas]}]
languages: [{language: Dutch, fluency: native}]
interests: [{name: Rowing, keywords: [eight]}]
references: [{name: B, reference: Good.}]
projects: [{name: Taxi, description: D, highlights: [H], keywords: [K], startDate: 2024, endDate: 2025,
  url: https://t.example, roles: [Author], entity: E, type: application}]
meta: {canonical: https://quill.example/resume.json, version: v1.0.0, lastModified: 2026-01-01T00:00:00, theme: even}
x-notes: mine
"""


def test_every_field_of_json_resume_is_known() -> None:
    resume = read(WHOLE)
    assert resume.basics.location == Location("Canal 1", "1234 AB", "Utrecht", "NL", "Utrecht")
    assert resume.basics.phone == "+31 20 555 0100"
    assert resume.basics.summary == "First line goes on.\n\nSecond paragraph."
    assert resume.basics.profiles == (Profile("GitHub", "ada", "https://github.com/ada"),)
    assert resume.work[0].highlights == ("One, two", "Three")
    assert resume.education[0].score == "8.0"
    assert resume.certificates == (Certificate("SQL", "2025-11-30", "Centre", "https://c.example"),)
    assert resume.projects[0].roles == ("Author",)


@pytest.mark.parametrize("key", ["startDate", "start_date", "start-date", "StartDate", "start date"])
def test_keys_may_be_written_in_any_spelling(key: str) -> None:
    assert read(f"work: [{{name: Office, {key}: 2020-01}}]").work == (Work(name="Office", start_date="2020-01"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("languages: [Dutch, English]", ("Dutch", "English")), ("languages: Dutch", ("Dutch",)), ("languages:", ())],
)
def test_text_alone_stands_for_the_first_field(text: str, expected: tuple[str, ...]) -> None:
    assert read(text).languages == tuple(Language(name) for name in expected)


@pytest.mark.parametrize("text", ["", "basics:", "# nothing yet", "work: []"])
def test_an_empty_file_is_a_resume_all_of_which_is_filled_in(text: str) -> None:
    assert read(text) == Resume()


@pytest.mark.parametrize("value", ["present", "now", "Today", "至今", "''"])
def test_an_end_that_has_not_come_is_no_date(value: str) -> None:
    assert read(f"work: [{{name: Office, startDate: 2020, endDate: {value}}}]").work[0].end_date == ""


WRONG = "Write the year, the month or the day: 2024, 2024-05 or 2024-05-31."


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("work:\n- name: A\n  startDate: 2020-13", 3, "«startDate» is not a date: «2020-13»", WRONG),
        ("work:\n- name: A\n  startDate: 2020-02-30", 3, "«startDate» is not a date: «2020-02-30»", WRONG),
        ("awards: [{title: A, date: May 2020}]", 1, "«date» is not a date: «May 2020»", WRONG),
        ("basics:\n  email: ada", 2, "«email» is no e-mail address: «ada»", "Write it like ada@example.org"),
        (
            "basics:\n  url: quill.example",
            2,
            "«url» must be an address of the web, not «quill.example»",
            "Did you mean https://quill.example?",
        ),
        (
            "basics:\n  location:\n    countryCode: Chile",
            3,
            "«countryCode» is no code of a country: «Chile»",
            "Write its two",
        ),
        ("basics:\n  image: ../me.jpg", 2, "«image» must be a picture in docs/ or an address", "Write the path of"),
        ("basics: Ada", 1, "«basics» must be a section, not «Ada»", "Write its keys below it, indented."),
        ("skills: [{level: good}]", 1, "a skill has no name", "Add `name: …`."),
        ("work: [{summary: S}]", 1, "an entry of work has no name", "Add `name: …`."),
        ("work: [[A]]", 1, "an entry of work must be lines of the form", "Begin each entry with «- » at one depth."),
        ("work: [{name: A, highlights: {a: b}}]", 1, "«highlights» must be a list, not a mapping", "Write one item"),
        ("basics: {name: A, Name: B}", 1, "«Name» is here in two spellings", "Keep one of the two."),
        ("basics:\n  name: A\n  name: B", 3, "this file has the key «name» twice", "Keep one of the two."),
        ("a: &a [1]\nb: *a", 2, "this file uses the alias «*a»", "Aliases are not followed"),
        ("basics: {name: [", 1, "this file is not valid YAML", ""),
        ("- name: A", 1, "this file must be lines of the form «key: value»", ""),
    ],
)
def test_what_cannot_be_read_is_an_error_with_line_value_and_remedy(
    text: str, line: int, message: str, hint: str
) -> None:
    ((where, said, advice, severity),) = faults(text)
    assert where == line
    assert said.startswith(message)
    assert advice.startswith(hint)
    assert severity is Severity.ERROR


@pytest.mark.parametrize(
    ("text", "key", "hint"),
    [
        ("basic: {name: A}", "«basic» is no key of a resume", "Did you mean «basics»?"),
        ("basics: {nmae: A}", "«nmae» is no key of basics", "Did you mean «name»?"),
        ("basics: {picture: a.jpg}", "«picture» is no key of basics", "Did you mean «image»?"),
        ("work: [{name: A, company: B}]", "«company» is no key of an entry of work", "Did you mean «name»?"),
        ("work: [{name: A, start: 2020}]", "«start» is no key of an entry of work", "Did you mean «startDate»?"),
        ("education: [{area: A, degree: B}]", "«degree» is no key of an entry of education", "«studyType»?"),
        ("experience: []", "«experience» is no key of a resume", "Did you mean «work»?"),
        ("awards: [{title: A, zzz: B}]", "«zzz» is no key of an award", "Known are title, date, awarder, summary."),
    ],
)
def test_an_unknown_key_is_a_warning_that_names_the_one_that_was_meant(text: str, key: str, hint: str) -> None:
    ((line, said, advice, severity),) = faults(text)
    assert (line, said, severity) == (1, key, Severity.WARNING)
    assert hint in advice


def test_what_can_be_read_stays_beside_what_cannot() -> None:
    resume, problems = parse_resume("work:\n- {name: A, startDate: soon}\n- {name: B}")
    assert resume is not None
    assert [job.name for job in resume.work] == ["A", "B"]
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("start", "end", "warned"),
    [
        ("2020", "2019", True),
        ("2020-05", "2020", False),
        ("2020-05", "2020-04-30", True),
        ("2020-05", "2020-05", False),
    ],
)
def test_an_end_before_the_beginning_is_warned_of(start: str, end: str, warned: bool) -> None:
    found = faults(f"work: [{{name: A, startDate: {start}, endDate: {end}}}]")
    assert [severity for *_, severity in found] == [Severity.WARNING] * warned


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/resume.yml").write_bytes(b"basics:\n  name: Ad\xe9\n")
    expected = Problem("docs/resume.yml", "this file is not UTF-8 text", "Save it as UTF-8 in your editor.", 2)
    assert load_resume(tmp_path) == (None, (expected,))


def test_without_a_file_there_is_no_resume_and_no_problem(tmp_path: Path) -> None:
    assert load_resume(tmp_path) == (None, ())


@given(st.text(max_size=200))
def test_no_text_fells_the_reader(text: str) -> None:
    resume, problems = parse_resume(text)
    assert resume is not None or problems


KEYS = st.sampled_from(["basics", "work", "meta", "name", "url", "startDate", "profiles", "location"])


@given(
    st.recursive(st.text(max_size=8), lambda part: st.lists(part, max_size=3) | st.dictionaries(KEYS, part, max_size=4))
)
def test_no_structure_fells_the_reader(value: object) -> None:
    import yaml

    resume, problems = parse_resume(yaml.safe_dump(value, allow_unicode=True))
    assert resume is not None or problems


@pytest.mark.parametrize("name", ["me.jpg", "a" * 5000], ids=["missing", "longer than any name"])
def test_a_picture_has_to_be_in_docs(tmp_path: Path, name: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "you.jpg").write_bytes(b"")
    file = tmp_path / "docs" / "resume.yml"
    file.write_text(f"basics:\n  image: {name}\n", "utf-8")
    resume, (problem,) = load_resume(tmp_path)
    assert resume is not None
    assert (problem.line, resume.basics.image) == (2, "")
    assert problem.message.startswith("«image» names no file of docs/")
    file.write_text("basics: {image: you.jpg}", "utf-8")
    assert load_resume(tmp_path)[1] == ()


def test_the_guides_example_is_read_without_a_word() -> None:
    guide = Path(__file__).parent.with_name("GUIDE.md").read_text("utf-8").partition("## Your resume")[2]
    example = re.search(r"```yaml\n(.*?)```", guide, re.DOTALL)
    assert example is not None
    found = read(example[1])
    assert (found.basics.location.city, found.work[0].end_date, found.languages[0].language) == ("Utrecht", "", "Dutch")
