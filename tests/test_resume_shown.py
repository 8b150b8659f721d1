"""Dates, spans and addresses are written as people read them."""

from __future__ import annotations

import pytest

from inpublic.languages import words
from inpublic.resume.shown import address_text, date_text, span_text


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("", "", ""),
        ("2024", "2024", "2024"),
        ("2024-05", "May 2024", "2024年5月"),
        ("2024-12-03", "3 Dec 2024", "2024年12月3日"),
    ],
)
def test_a_date_keeps_its_precision(text: str, english: str, chinese: str) -> None:
    assert (date_text(text, words("en")), date_text(text, words("zh"))) == (english, chinese)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("", "", ""),
        ("2019-02", "", "Feb 2019 – now"),
        ("2019", "2020-05-31", "2019 – May 2020"),
        ("2020-05-01", "2020-05-31", "May 2020"),
        ("", "2020", "2020"),
    ],
)
def test_a_span_without_an_end_goes_on(start: str, end: str, expected: str) -> None:
    assert span_text(start, end, words("en")) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.ada.example/", "ada.example"),
        ("http://ada.example/a%20b/", "ada.example/a%20b"),
        ("https://ada.example/%E9%B8%A2/", "ada.example/鸢"),
        ("https://ada.example/%FF/", "ada.example/%FF"),
        ("https://ada.example/?a=1", "ada.example/?a=1"),
    ],
)
def test_an_address_is_written_as_people_read_it(url: str, expected: str) -> None:
    assert address_text(url) == expected
