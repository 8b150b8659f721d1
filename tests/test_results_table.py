from datetime import date
from decimal import Decimal

from inpublic.project import Record, Result
from inpublic.results.table import columns_of, group_results

SVM = Record(
    slug="svm",
    title="SVM",
    date=date(2026, 1, 2),
    results=(Result("Accuracy (SVM)", "0.98", "0.10", higher_is_better=True),),
)
TREE = Record(
    slug="tree",
    title="树",
    lang="zh",
    results=(Result("准确率", "0.99", human="0.95", split="测试集", higher_is_better=True),),
)
FIRST = Result("MAE, first year", "0.4", "0.5", higher_is_better=False)
ALL = Result("Mean absolute error", "0.3", "0.2", higher_is_better=False)
CO2 = Record(slug="co2", title="CO2", results=(FIRST, ALL, Result("Mean absolute error", "far")))
YEAR = Record(slug="nile", title="Nile", results=(Result("Last year", "1898"),))


def test_what_is_measured_alike_stands_together_with_the_best_first() -> None:
    groups = group_results([SVM, YEAR, CO2, TREE])
    shown = [(group.metric, group.higher_is_better, [row.result.value for row in group.rows]) for group in groups]
    assert shown == [
        ("Mean absolute error", False, ["0.3", "0.4", "far"]),
        ("Accuracy", True, ["0.99", "0.98"]),
        ("Last year", None, ["1898"]),
    ]


def test_a_row_knows_its_project_and_how_far_it_is_from_baseline_and_people() -> None:
    tree, svm = group_results([SVM, TREE])[0].rows
    assert (svm.slug, svm.title, svm.lang, svm.date) == ("svm", "SVM", "", date(2026, 1, 2))
    assert (svm.number, svm.baseline, svm.human) == (Decimal("0.98"), Decimal("0.10"), None)
    assert svm.against_baseline
    assert svm.against_baseline.rise == "+0.88"
    assert tree.against_baseline is None
    assert tree.against_people
    assert (tree.against_people.amount, tree.against_people.gain) == ("0.04", 1)


def test_a_worse_error_is_worse_and_comes_after_the_better_ones() -> None:
    (errors,) = group_results([Record(slug="a", results=(FIRST, ALL))])
    assert [row.against_baseline and row.against_baseline.gain for row in errors.rows] == [-1, 1]


def test_only_columns_with_something_in_them_are_shown() -> None:
    assert columns_of(group_results([YEAR])) == ("project", "value", "date")
    assert columns_of(group_results([YEAR, TREE])) == ("project", "value", "human", "split", "date")
    assert "difference" in columns_of(group_results([SVM]))


def one_each(*results: Result) -> list[Record]:
    return [Record(slug=f"p{number}", results=(result,)) for number, result in enumerate(results)]


def test_a_metric_is_one_in_whatever_case_it_is_written() -> None:
    (group,) = group_results(one_each(Result("hit Rate", "0.2"), Result("Hit rate", "0.3"), Result("HIT RATE", "0.1")))
    assert (group.metric, [row.result.value for row in group.rows]) == ("Hit rate", ["0.3", "0.2", "0.1"])


def test_percentages_and_shares_of_one_metric_are_sorted_as_what_they_mean() -> None:
    (group,) = group_results(one_each(Result("F1", "0.97"), Result("F1", "98.9 %"), Result("F1", "0.99")))
    assert [row.result.value for row in group.rows] == ["0.99", "98.9 %", "0.97"]


def test_where_nobody_said_which_way_a_metric_counts_another_project_may() -> None:
    unsaid, less, more = (Result("Waste", "3", "4", higher_is_better=way) for way in (None, False, True))
    said = [group.higher_is_better for group in group_results(one_each(unsaid))]
    assert said == [None]
    assert [group.higher_is_better for group in group_results(one_each(unsaid, less))] == [False]
    assert [group.higher_is_better for group in group_results(one_each(unsaid, less, more))] == [False, None, True]


def test_a_group_has_its_name_in_the_language_of_its_rows_if_they_share_one() -> None:
    assert [group.metric for group in group_results([TREE])] == ["准确率"]
    assert [group.metric for group in group_results(one_each(Result("准确率", "1"), Result("acc", "1")))] == [
        "Accuracy"
    ]


def test_the_name_of_a_metric_stands_in_a_row_only_where_it_says_more_than_its_group() -> None:
    (group,) = group_results(one_each(Result("rmse", "1"), Result("RMSE, first year", "2")))
    assert sorted(row.detail for row in group.rows) == ["", "RMSE, first year"]


def test_without_results_there_is_no_group() -> None:
    assert group_results([Record(slug="a")]) == ()
