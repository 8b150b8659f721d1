"""Parsers for fields with entries: data sets, results, sources and how to verify, each a mapping or less."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

from inpublic.project import Dataset, Result, Source, Verify
from inpublic.records.metrics import is_higher_better
from inpublic.records.parsers import is_unset, is_url, normalise, parse_bool, parse_choice, parse_text, parse_url
from inpublic.records.yamltext import Items, MisreadError, Pairs, Scalar, Value, quote

DATASET_KEYS = MappingProxyType(
    {"name": "name", "title": "name", "url": "url", "link": "url", "licence": "licence", "license": "licence"}
)
RESULT_KEYS = MappingProxyType(
    {key: key for key in ("metric", "value", "baseline", "human", "split", "higher_is_better", "lower_is_better")}
)
SOURCE_KEYS = MappingProxyType({"title": "title", "name": "title", "url": "url", "link": "url"})
VERIFY_KEYS = MappingProxyType({key: key for key in ("mode", "reason", "timeout")})
VERIFY_MODES = ("run", "skip")
_RESULT = "metric: F1, value: 0.87, baseline: 0.75"

T = TypeVar("T")


def parse_each(parse: Callable[[Value], T]) -> Callable[[Value], tuple[T, ...]]:
    """Make a parser for a list out of one for an item; a single item stands for a list of one."""

    def parse_all(value: Value) -> tuple[T, ...]:
        items = value.items if isinstance(value, Items) else (value,)
        return tuple(parse(item) for item in items if not is_unset(item))

    return parse_all


def parse_dataset(value: Value) -> Dataset:
    """Return a dataset from its name or address, or from a mapping."""
    if isinstance(value, Scalar):
        text = parse_text(value)
        return Dataset(text, text if is_url(text) else "")
    parts = _parts(value, DATASET_KEYS)
    url = _inside("url", parse_url, parts) if "url" in parts else ""
    return Dataset(_required(parts, "name", value), url, _text(parts, "licence"))


def parse_source(value: Value) -> Source:
    """Return what a work is based on from its title or address, or from a mapping."""
    if isinstance(value, Scalar):
        text = parse_text(value)
        return Source(text, text if is_url(text) else "")
    parts = _parts(value, SOURCE_KEYS)
    url = _inside("url", parse_url, parts) if "url" in parts else ""
    return Source(_text(parts, "title") or url or _required(parts, "title", value), url)


def parse_result(value: Value) -> Result:
    """Return a result from a mapping with at least `metric` and `value`."""
    parts = _parts(value, RESULT_KEYS, _RESULT)
    metric = _required(parts, "metric", value, _RESULT)
    return Result(
        metric=metric,
        value=_required(parts, "value", value, _RESULT),
        baseline=_text(parts, "baseline"),
        human=_text(parts, "human"),
        split=_text(parts, "split"),
        higher_is_better=_direction(parts, metric),
    )


def _direction(parts: Mapping[str, Value], metric: str) -> bool | None:
    if "higher_is_better" in parts:
        return _inside("higher_is_better", parse_bool, parts)
    if "lower_is_better" in parts:
        return not _inside("lower_is_better", parse_bool, parts)
    return is_higher_better(metric)


def parse_verify(value: Value) -> Verify:
    """Return how to verify from a mapping, a mode, or true and false for the modes `run` and `skip`."""
    parse_mode = parse_choice(*VERIFY_MODES)
    if isinstance(value, Scalar):
        mode = ("run" if parse_bool(value) else "skip") if value.type == "bool" else parse_mode(value)
        return Verify(mode)
    parts = _parts(value, VERIFY_KEYS)
    mode = parse_mode(parts["mode"]) if "mode" in parts else ""
    return Verify(mode, _text(parts, "reason"), _seconds(parts["timeout"]) if "timeout" in parts else 0)


def _seconds(value: Value) -> int:
    text = parse_text(value)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise MisreadError(f"has the timeout {quote(value)}", "Write whole seconds, such as 600.", value.line)
    return int(text)


def _parts(value: Value, keys: Mapping[str, str], example: str = "") -> dict[str, Value]:
    if not isinstance(value, Pairs):
        example = example or ", ".join(f"{key}: …" for key in dict.fromkeys(keys.values()))
        raise MisreadError(f"must be a mapping, not {quote(value)}", f"Write {{{example}}}.", value.line)
    named = ((keys.get(normalise(key.text)), part) for key, part in value.pairs if not is_unset(part))
    return {name: part for name, part in named if name}


def _text(parts: Mapping[str, Value], name: str) -> str:
    return _inside(name, parse_text, parts) if name in parts else ""


def _inside(name: str, parse: Callable[[Value], T], parts: Mapping[str, Value]) -> T:
    """Parse one part of an entry, and name it where it does not fit."""
    try:
        return parse(parts[name])
    except MisreadError as error:
        raise MisreadError(f"has a «{name}» that {error.message}", error.hint, error.line) from None


def _required(parts: Mapping[str, Value], name: str, value: Value, example: str = "") -> str:
    if name not in parts:
        hint = f"Write it as {{{example}}}." if example else f"Add `{name}: …`."
        raise MisreadError(f"has an entry without «{name}»", hint, value.line)
    return _text(parts, name)
