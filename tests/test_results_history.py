import json
from datetime import datetime
from decimal import Decimal
from pathlib import PurePosixPath

import pytest

from inpublic.project import Result
from inpublic.results.drawing import HEIGHT, WIDTH, Dot, draw_line
from inpublic.results.history import Point, Version, points_of, results_in

MAE = Result("MAE", "1.90", "2.34", split="test", higher_is_better=False)


def version(day: int, *results: Result, time: str = "10:00") -> Version:
    return Version(datetime.fromisoformat(f"2026-01-{day:02}T{time}+02:00"), results)


def mae(value: str, split: str = "test") -> Result:
    return Result("MAE", value, split=split, higher_is_better=False)


def followed(result: Result, *versions: Version) -> list[tuple[int, str]]:
    return [(point.day.day if point.day else 0, point.text) for point in points_of(result, versions)]


def test_each_change_of_a_value_is_a_point_and_the_last_is_its_own() -> None:
    past = [version(1, mae("2.20")), version(2, mae("2.20")), version(3, mae("1.95")), version(4, MAE)]
    assert followed(MAE, *past) == [(1, "2.20"), (3, "1.95"), (4, "1.90")]


def test_values_of_one_day_are_told_apart_by_the_times_on_their_authors_clock() -> None:
    first, second, later = (version(1, mae("2.2"), time="09:05"), version(1, mae("2.1"), time="23:50"), version(2, MAE))
    days = [(point.day.day if point.day else 0, point.time) for point in points_of(MAE, [first, second, later])]
    assert days == [(1, "09:05"), (1, "23:50"), (2, "")]


def test_a_value_that_is_not_committed_yet_is_the_last_point() -> None:
    assert followed(MAE, version(1, mae("2.20"))) == [(1, "2.20"), (0, "1.90")]


def test_a_value_that_only_changed_its_form_is_no_change() -> None:
    assert followed(MAE, version(1, mae("1.9"))) == [(1, "1.9")]


@pytest.mark.parametrize(
    "earlier",
    [
        pytest.param([], id="nothing"),
        pytest.param([Result("RMSE", "3")], id="another metric"),
        pytest.param([mae("a secret word")], id="no number"),
        pytest.param([mae("190 %")], id="another unit"),
        pytest.param([mae("3", "a"), mae("4", "b")], id="two of them, neither of the same split"),
    ],
)
def test_what_is_not_the_same_result_says_nothing(earlier: list[Result]) -> None:
    assert followed(MAE, version(1, *earlier)) == [(0, "1.90")]


def test_the_split_may_have_been_said_in_other_words_if_there_is_only_one_result() -> None:
    assert followed(MAE, version(1, mae("2.5", "the test set"))) == [(1, "2.5"), (0, "1.90")]


def test_a_result_that_is_no_number_has_no_past() -> None:
    assert points_of(Result("Verdict", "good"), [version(1, Result("Verdict", "1"))]) == ()


YAML = "results: {metric: MAE, value: 2.20, split: test}\n"
CELL = {"cell_type": "raw", "source": ["---\n", YAML, "---\n"], "metadata": {}}


@pytest.mark.parametrize(
    ("path", "data", "metadata"),
    [
        pytest.param("a/project.yml", YAML, False, id="record"),
        pytest.param("a/README.md", f"---\n{YAML}---\n# A\n", False, id="write-up"),
        pytest.param("a.ipynb", json.dumps({"cells": [CELL]}), False, id="first cell"),
        pytest.param(
            "a.ipynb",
            json.dumps({"metadata": {"inpublic": {"results": {"metric": "MAE", "value": 2.2, "split": "test"}}}}),
            True,
            id="metadata",
        ),
    ],
)
def test_results_are_read_from_an_earlier_version_of_any_place(path: str, data: str, *, metadata: bool) -> None:
    (found,) = results_in(PurePosixPath(path), data.encode(), metadata=metadata)
    assert (found.metric, Decimal(found.value), found.split, found.higher_is_better) == (
        "MAE",
        Decimal("2.2"),
        "test",
        False,
    )


@pytest.mark.parametrize("metadata", [False, True])
@pytest.mark.parametrize("name", ["project.yml", "README.md", "a.ipynb"])
@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"{", b"[]", b"7", b'{"cells": [7]}', b'{"metadata": 7}', b"[" * 5000, b"results: *a"],
)
def test_a_version_that_cannot_be_read_says_nothing(name: str, data: bytes, *, metadata: bool) -> None:
    assert results_in(PurePosixPath(name), data, metadata=metadata) == ()


def points(*values: str) -> list[Point]:
    return [point for value in values for point in points_of(Result("m", value), [])]


def test_values_are_drawn_from_left_to_right_the_highest_at_the_top() -> None:
    line = draw_line(points("1", "3", "2"))
    assert line.dots == (Dot(10, 86), Dot(200, 10), Dot(390, 48))
    assert line.points == "10.0,86.0 200.0,10.0 390.0,48.0"
    assert line.baseline is None


def test_the_baseline_is_drawn_to_the_same_scale() -> None:
    line = draw_line(points("1", "2"), Decimal(3))
    assert line.baseline == 10
    assert [dot.y for dot in line.dots] == [86, 48]


def test_equal_and_enormous_values_stay_inside_of_the_picture() -> None:
    for values in (("1", "1"), ("-1e20", "1e20"), ("0.000001", "0.000002")):
        assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in draw_line(points(*values)).dots)
