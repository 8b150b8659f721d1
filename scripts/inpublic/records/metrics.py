"""Names of metrics: which are better when they are low or high, and which mean the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_FAULTS = frozenset(
    """
    aic bic brier cer crps deviance eer error errors fid fnr fpr hamming kid latency logloss loss mae mape mase mer mse
    perplexity pinball ppl regret rmse rmsle rmspe smape ter wer
    """.split()
)
_FAULTS_IN_CHINESE = ("误差", "损失", "困惑度", "错误率")
_TURNED = frozenset("explained free gain improvement reduction removed saved skill".split())
"""Words that turn a fault into something to have more of, as in «error reduction»."""
_SCORES = frozenset(
    """
    acc accuracy ap ari auc auroc bertscore bleu chrf correlation correlations dice elo f1 fscore iou jaccard kappa map
    matthews mcc meteor miou mrr ndcg nmi nse pearson precision profit psnr r2 recall revenue reward rouge score scores
    sensitivity sharpe silhouette spearman specificity speedup ssim throughput
    """.split()
)
_SCORES_IN_CHINESE = ("准确率", "正确率", "精确率", "召回率", "得分", "命中率", "相关系数")
_SAME: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("accuracy", "accuracy score", "acc", "准确率"), "Accuracy"),
        **dict.fromkeys(("balanced accuracy",), "Balanced accuracy"),
        **dict.fromkeys(("auc", "roc auc", "auroc", "area under the curve"), "AUC"),
        **dict.fromkeys(("f1", "f1 score", "f1值"), "F1"),
        **dict.fromkeys(("macro f1", "f1 macro"), "F1, macro"),
        **dict.fromkeys(("precision", "精确率"), "Precision"),
        **dict.fromkeys(("recall", "sensitivity", "召回率"), "Recall"),
        **dict.fromkeys(("brier score", "brier"), "Brier score"),
        **dict.fromkeys(("log loss", "logloss", "cross entropy"), "Log loss"),
        **dict.fromkeys(("mean absolute error", "mae", "平均绝对误差"), "Mean absolute error"),
        **dict.fromkeys(("mean squared error", "mse", "均方误差"), "Mean squared error"),
        **dict.fromkeys(("root mean squared error", "rmse", "均方根误差"), "Root mean squared error"),
        **dict.fromkeys(("mean absolute percentage error", "mape"), "Mean absolute percentage error"),
        **dict.fromkeys(("r2", "r2 score", "r squared"), "R²"),
        **dict.fromkeys(("adjusted rand index", "ari"), "Adjusted Rand index"),
    }
)
_END = re.compile(r" ?[,;:(（，；：\[@]| [–—-] ")
"""Where the name of a metric ends and what it was measured on begins."""


def is_higher_better(metric: str) -> bool | None:
    """Tell by its name whether more is better, as of a score, or less, as of an error; None where it does not say."""
    name = base_name(metric).casefold().replace("²", "2")
    words = _words(name)
    is_fault = not words.isdisjoint(_FAULTS) or any(part in name for part in _FAULTS_IN_CHINESE)
    is_turned = not _words(metric.casefold()).isdisjoint(_TURNED)
    if is_fault or is_turned:
        return is_turned
    is_score = not words.isdisjoint(_SCORES) or any(part in name for part in _SCORES_IN_CHINESE)
    return True if is_score else None


def _words(name: str) -> set[str]:
    """Split a name into its words, each with the digits at its end, as `f1` has one."""
    return set(re.findall(r"[a-z]+\d*", name))


def base_name(metric: str) -> str:
    """Return what is measured, without on what: «Mean absolute error» of «MAE, first year (ppm)»."""
    name = short_name(metric)
    words = _spelled(name).split(" ")
    starts = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    known = next((_SAME[start] for start in starts if start in _SAME), "")
    return known or name[:1].upper() + name[1:]


def short_name(metric: str) -> str:
    """Return a metric's name in its author's words, without on what: «MAE» of «MAE, first year (ppm)»."""
    plain = " ".join(metric.split())
    return _END.split(plain, maxsplit=1)[0] or plain


def says_more(metric: str) -> bool:
    """Tell whether a metric says more than its base name in other words or letters: on what, or of which class."""
    return _spelled(metric) not in _SAME and _spelled(metric) != _spelled(base_name(metric))


def _spelled(name: str) -> str:
    return " ".join(re.sub(r"[_-]", " ", name.casefold().replace("²", "2")).split())
