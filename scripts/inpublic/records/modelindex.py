"""The `model-index` of Hugging Face model cards, read as results and data sets.

It belongs to another tool, so that what does not fit is passed over and never a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from inpublic.project import Dataset, Result
from inpublic.records.metrics import base_name, is_higher_better
from inpublic.records.parsers import is_unset, normalise, parse_text
from inpublic.records.yamltext import Items, Pairs, Scalar, Value

KEY = "model_index"

_ALL_DIGITS = re.compile(r"[+-]?\d{1,20}\.\d{7,40}(?:[eE][+-]?\d{1,2})?", re.ASCII)
_SMALL, _LARGE = 0.001, 1_000_000

_NONE: Mapping[str, Value] = MappingProxyType({})


def read_model_index(value: Value) -> dict[str, object]:
    """Return the fields `results` and `datasets` as far as a model index has them; the first of two alike counts."""
    measured = [one for model in _items(value) for one in _items(_parts(model).get("results"))]
    results = dict.fromkeys(result for one in measured for result in _results(one))
    names = dict.fromkeys(name for one in measured if (name := _data(one).name))
    datasets = tuple(Dataset(name) for name in names)
    found: dict[str, object] = {"results": tuple(results), "datasets": datasets}
    return {name: values for name, values in found.items() if values}


class _Data(Struct, frozen=True):
    """Names the data that a model was measured on, and which part of it."""

    name: str
    split: str

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.split)))


def _results(measured: Value) -> Iterator[Result]:
    data = _data(measured)
    for metric in map(_parts, _items(_parts(measured).get("metrics"))):
        kind = _text(metric, "type")
        name, value = _text(metric, "name") or base_name(kind), _rounded(_text(metric, "value"))
        if name and value:
            ways = filter(lambda way: way is not None, map(is_higher_better, (kind, name)))
            yield Result(name, value, split=str(data), higher_is_better=next(ways, None))


def _rounded(value: str) -> str:
    """Shorten a number with all the digits of a computer to four places, or four digits if it is small or large."""
    if not _ALL_DIGITS.fullmatch(value):
        return value
    number = float(value)
    return f"{number:.4f}" if _SMALL <= abs(number) < _LARGE else f"{number:.4g}"


def _data(measured: Value) -> _Data:
    parts = _parts(_parts(measured).get("dataset"))
    return _Data(_text(parts, "name") or _text(parts, "type"), _text(parts, "split"))


def _items(value: Value | None) -> tuple[Value, ...]:
    """Return the items of a list; one thing stands for a list of one."""
    if isinstance(value, Items):
        return value.items
    return (value,) if isinstance(value, Pairs) else ()


def _parts(value: Value | None) -> Mapping[str, Value]:
    if not isinstance(value, Pairs):
        return _NONE
    return {normalise(key.text): part for key, part in value.pairs if not is_unset(part)}


def _text(parts: Mapping[str, Value], name: str) -> str:
    """Return a value as text on one line; empty where it is none."""
    value = parts.get(name)
    return parse_text(value) if isinstance(value, Scalar) else ""
