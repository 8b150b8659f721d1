"""The table of results: readable as it is, sorted by whoever wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

Open = Callable[..., Any]

COLUMN = (
    "rows => rows.map(row => [...row.cells].find(cell => cell.matches('td[data-value]')).dataset.value).map(Number)"
)


def values(page: Any, group: str) -> list[float]:
    rows = f"tbody:has(th[scope=rowgroup]:text('{group}')) tr:not(.ip-resulttable__group)"
    found: list[float] = page.locator(rows).evaluate_all(COLUMN)
    return found


def test_a_column_is_sorted_within_each_metric_and_says_so(open_page: Open) -> None:
    page = open_page("results/")
    head = page.locator("thead th").nth(1)
    before = values(page, "Mean absolute error")
    assert before == sorted(before)
    assert len(before) > 2
    head.locator("button").click()
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert values(page, "Mean absolute error") == sorted(before, reverse=True)
    assert values(page, "Accuracy") == sorted(values(page, "Accuracy"), reverse=True)
    page.locator("thead th button").first.click()
    assert head.get_attribute("aria-sort") is None
    assert page.locator("[aria-sort]").count() == 1


def test_without_javascript_the_table_is_all_there(open_page: Open) -> None:
    page = open_page("results/", java_script_enabled=False)
    assert page.locator("thead button").count() == 0
    assert len(values(page, "Mean absolute error")) > 2
