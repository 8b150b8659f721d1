import pytest

from inpublic.records.metrics import base_name, is_lower_better


@pytest.mark.parametrize(
    ("metric", "name", "lower"),
    [
        ("Mean absolute error, 1–24 months (ppm)", "Mean absolute error", True),
        ("MAE", "Mean absolute error", True),
        ("rmse", "Root mean squared error", True),
        ("RMSE on the test set", "Root mean squared error", True),
        ("Brier score", "Brier score", True),
        ("eval_loss", "Eval_loss", True),
        ("perplexity", "Perplexity", True),
        ("平均绝对误差", "Mean absolute error", True),
        ("验证集损失", "验证集损失", True),
        ("Accuracy (SVM)", "Accuracy", False),
        ("准确率（深度为 2 的树）", "Accuracy", False),
        ("Recall of malignant at specificity 0.95", "Recall", False),
        ("F1-score", "F1", False),
        ("F1 score: macro", "F1", False),
        ("R²", "R²", False),
        ("r2_score", "R²", False),
        ("MAE improvement over the mean", "Mean absolute error", False),
        ("Error reduction", "Error reduction", False),
        ("Share of variance removed", "Share of variance removed", False),
        ("Last year at the old level", "Last year at the old level", False),
        ("(odd)", "(odd)", False),
    ],
)
def test_the_name_of_a_metric_says_what_is_measured_and_which_way(metric: str, name: str, *, lower: bool) -> None:
    assert (base_name(metric), is_lower_better(metric)) == (name, lower)
