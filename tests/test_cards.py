"""Rows of a list, by years."""

from __future__ import annotations

from datetime import date

import pytest

from inpublic.languages import words
from inpublic.pages.cards import Row, by_year


def row(title: str, day: date | None) -> Row:
    return Row(title=title, url="", date=day, summary="", lang="", level="", tags=())


def test_rows_keep_their_order_within_a_year_and_those_without_a_date_come_last() -> None:
    rows = [
        row("a", date(2026, 3, 1)),
        row("b", None),
        row("c", date(2026, 1, 1)),
        row("d", date(2024, 1, 1)),
        row("e", date(2026, 2, 1)),
    ]
    assert [(year, [item.title for item in some]) for year, some in by_year(rows)] == [
        ("2026", ["a", "c", "e"]),
        ("2024", ["d"]),
        ("", ["b"]),
    ]


def test_no_rows_are_no_years() -> None:
    assert by_year([]) == []


@pytest.mark.parametrize(
    ("value", "whole", "short"), [(date(2026, 3, 9), "9 Mar 2026", "9 Mar"), (None, "", "")], ids=["a date", "none"]
)
def test_a_date_is_written_as_people_do(value: date | None, whole: str, short: str) -> None:
    text = words("en")
    assert (text.day(value), text.day_of_year(value)) == (whole, short)
