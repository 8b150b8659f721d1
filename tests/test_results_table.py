from datetime import date
from decimal import Decimal

from inpublic.project import Record, Result
from inpublic.results.table import columns_of, group_results

SVM = Record(slug="svm", title="SVM", date=date(2026, 1, 2), results=(Result("Accuracy (SVM)", "0.98", "0.10"),))
TREE = Record(slug="tree", title="树", lang="zh", results=(Result("准确率", "0.99", human="0.95", split="测试集"),))
FIRST = Result("MAE, first year", "0.4", "0.5", higher_is_better=False)
ALL = Result("Mean absolute error", "0.3", "0.2", higher_is_better=False)
CO2 = Record(slug="co2", title="CO2", results=(FIRST, ALL, Result("Mean absolute error", "far")))
YEAR = Record(slug="nile", title="Nile", results=(Result("Last year", "1898"),))


def test_what_is_measured_alike_stands_together_with_the_best_first() -> None:
    groups = group_results([SVM, YEAR, CO2, TREE])
    shown = [(group.metric, group.higher_is_better, [row.result.value for row in group.rows]) for group in groups]
    assert shown == [
        ("Accuracy", True, ["0.99", "0.98"]),
        ("Mean absolute error", False, ["0.3", "0.4"]),
        ("Last year", True, ["1898"]),
        ("Mean absolute error", True, ["far"]),
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
    assert columns_of(group_results([YEAR])) == ("project", "result", "value", "date")
    assert columns_of(group_results([YEAR, TREE])) == ("project", "result", "value", "human", "split", "date")
    assert "difference" in columns_of(group_results([SVM]))


def test_a_number_that_nothing_stands_beside_has_no_direction() -> None:
    assert [group.has_direction for group in group_results([YEAR, SVM])] == [True, False]


def test_without_results_there_is_no_group() -> None:
    assert group_results([Record(slug="a")]) == ()
