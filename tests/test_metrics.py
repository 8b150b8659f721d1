import pytest

from inpublic.records.metrics import base_name, is_higher_better, says_more


@pytest.mark.parametrize(
    ("metric", "name", "higher"),
    [
        ("Mean absolute error, 1–24 months (ppm)", "Mean absolute error", False),
        ("MAE", "Mean absolute error", False),
        ("rmse", "Root mean squared error", False),
        ("RMSE on the test set", "Root mean squared error", False),
        ("Brier score", "Brier score", False),
        ("eval_loss", "Eval_loss", False),
        ("perplexity", "Perplexity", False),
        ("平均绝对误差", "Mean absolute error", False),
        ("验证集损失", "验证集损失", False),
        ("Accuracy (SVM)", "Accuracy", True),
        ("准确率（深度为 2 的树）", "Accuracy", True),
        ("Recall of malignant at specificity 0.95", "Recall", True),
        ("F1-score", "F1", True),
        ("F1 score: macro", "F1", True),
        ("R²", "R²", True),
        ("r2_score", "R²", True),
        ("MAE improvement over the mean", "Mean absolute error", True),
        ("Error reduction", "Error reduction", True),
        ("Share of variance removed", "Share of variance removed", True),
        ("Last year at the old level", "Last year at the old level", None),
        ("(odd)", "(odd)", None),
        ("Model size", "Model size", None),
        ("Profit per customer", "Profit per customer", True),
        ("BLEU-4", "BLEU-4", True),
        ("Scoreless games", "Scoreless games", None),
    ],
)
def test_the_name_of_a_metric_says_what_is_measured_and_which_way(
    metric: str, name: str, *, higher: bool | None
) -> None:
    assert (base_name(metric), is_higher_better(metric)) == (name, higher)


@pytest.mark.parametrize("metric", ["MAE", "mae", "F1-score", "f1_score", "R²", "Silhouette", "model  size"])
def test_another_spelling_of_a_metric_says_no_more(metric: str) -> None:
    assert not says_more(metric)


@pytest.mark.parametrize("metric", ["MAE, first year", "RMSE on the test set", "Accuracy (SVM)"])
def test_what_a_metric_was_measured_on_is_more(metric: str) -> None:
    assert says_more(metric)
