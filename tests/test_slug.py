import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.records.slug import MAX_BYTES, slugify, split_date, unique

quick = settings(max_examples=100, deadline=None)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        pytest.param("Predict taxi_fare.v2", "predict-taxi-fare-v2", id="latin"),
        pytest.param("预测出租车费用", "预测出租车费用", id="chinese"),
        pytest.param("Größe & Maß", "größe-maß", id="german"),
        pytest.param("Gro\u0308ße", "größe", id="decomposed"),
        pytest.param("क्षि नमस्ते", "क्षि-नमस्ते", id="hindi with marks"),
        pytest.param("שלום עולם", "שלום-עולם", id="hebrew"),
        pytest.param("\uff26\uff35\uff2c\uff2c １２", "full-12", id="full width"),
        pytest.param("01-explore", "01-explore", id="number of a document"),
        pytest.param("🚀", "rocket", id="emoji alone"),
        pytest.param("🚀\ufe0f", "rocket", id="emoji with variation selector"),
        pytest.param("👩🏽\u200d💻", "woman-personal-computer", id="joined emoji with skin tone"),
        pytest.param("🚀 launch", "launch", id="emoji beside words"),
        pytest.param("1\ufe0f\u20e3", "1", id="keycap"),
        pytest.param("--- ../..\\ ---", "project", id="nothing but signs"),
        pytest.param("", "project", id="empty"),
        pytest.param("\u3164", "project", id="invisible letter"),
        pytest.param(".hidden", "hidden", id="leading dot"),
        pytest.param("_private", "private", id="leading underscore"),
        pytest.param("CON", "con-1", id="windows device"),
        pytest.param("com¹", "com1-1", id="windows device in disguise"),
        pytest.param("README", "readme-1", id="a folder's own page"),
    ],
)
def test_a_slug_is_readable_in_every_script(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_what_stands_in_for_an_empty_slug_can_be_chosen() -> None:
    assert slugify("!!!", fallback="tag") == "tag"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        pytest.param("word " * 40, "-".join(["word"] * 16), id="between words"),
        pytest.param("short " + "x" * 200, "short-" + "x" * 74, id="in a long word"),
        pytest.param("字" * 60, "字" * 26, id="between characters"),
    ],
)
def test_a_long_slug_is_cut_where_it_hurts_least(text: str, slug: str) -> None:
    assert slugify(text) == slug


@quick
@given(st.text())
def test_a_slug_is_safe_and_slugifying_it_again_changes_nothing(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert 0 < len(slug.encode()) <= MAX_BYTES + 2
    assert not re.search(r"^[-._]|--|-$|[\s/\\:*?\"<>|.%#]", slug)
    assert slug == slug.strip("-")


@pytest.mark.parametrize(
    ("name", "day", "rest"),
    [
        ("2020-02-21-first-post", date(2020, 2, 21), "first-post"),
        ("2020-02-21 first", date(2020, 2, 21), "first"),
        ("2020_02_21_first", date(2020, 2, 21), "first"),
        ("2020-02-21", date(2020, 2, 21), "2020-02-21"),
        ("2020-02-30-no-such-day", None, "2020-02-30-no-such-day"),
        ("2020-02-211-ways", None, "2020-02-211-ways"),
        ("taxi-2020-02-21", None, "taxi-2020-02-21"),
        ("01-explore", None, "01-explore"),
    ],
)
def test_a_leading_date_of_a_file_name_is_no_part_of_its_slug(name: str, day: date | None, rest: str) -> None:
    assert split_date(name) == (day, rest)


@pytest.mark.parametrize(
    ("slugs", "names"),
    [
        (["a", "b"], ("a", "b")),
        (["a", "a", "a"], ("a", "a-2", "a-3")),
        (["Study", "study"], ("Study", "study-2")),
        (["a", "a", "a-2"], ("a", "a-3", "a-2")),
        ([], ()),
    ],
    ids=["different", "twins", "case", "number taken", "none"],
)
def test_twins_are_told_apart_by_numbers(slugs: list[str], names: tuple[str, ...]) -> None:
    assert unique(slugs) == names


@quick
@given(st.lists(st.sampled_from(["a", "A", "a-2", "a-3", "b", "a-2-2"]), max_size=12))
def test_unique_names_differ_even_without_case_and_the_first_of_each_keeps_its_own(slugs: list[str]) -> None:
    names = unique(slugs)
    assert len({name.casefold() for name in names}) == len(slugs)
    first = {slug.casefold(): index for index, slug in reversed(list(enumerate(slugs)))}
    assert all(names[index] == slugs[index] for index in first.values())
    assert unique(names) == names
