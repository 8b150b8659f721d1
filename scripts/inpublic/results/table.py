"""The results of all projects as groups of one metric each, the best first, so that alike stands beside alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inpublic.project import Record, Result
from inpublic.records.metrics import base_name
from inpublic.results.comparison import Difference, compare, parse_number

_NO_NUMBER = Decimal("-Infinity")


@dataclass(frozen=True, slots=True)
class Row:
    """Holds one result of a project, named by its slug, and how far it is from its baseline and from people."""

    slug: str
    title: str
    lang: str
    date: date | None
    result: Result
    against_baseline: Difference | None
    against_people: Difference | None

    @property
    def number(self) -> Decimal | None:
        """Return the value as a number, where it is one."""
        return _number(self.result.value)

    @property
    def baseline(self) -> Decimal | None:
        """Return the baseline as a number, where it is one."""
        return _number(self.result.baseline)

    @property
    def human(self) -> Decimal | None:
        """Return what people achieve as a number, where it is one."""
        return _number(self.result.human)


@dataclass(frozen=True, slots=True)
class Group:
    """Holds the results of one metric that are better in the same direction."""

    metric: str
    higher_is_better: bool
    rows: tuple[Row, ...]

    @property
    def has_direction(self) -> bool:
        """Tell whether more or less is better at all: a year that was found is neither."""
        return any(row.result.baseline or row.result.human for row in self.rows)


def group_results(records: Iterable[Record]) -> tuple[Group, ...]:
    """Group the results of some projects by metric, the most common first; in a group the best is first."""
    groups: dict[tuple[str, bool], list[Row]] = {}
    for record in records:
        for result in record.results:
            key = (base_name(result.metric), result.higher_is_better)
            groups.setdefault(key, []).append(_row(record, result))
    made = (Group(metric, higher, tuple(sorted(rows, key=_best_first))) for (metric, higher), rows in groups.items())
    return tuple(sorted(made, key=lambda group: (-len(group.rows), group.metric.casefold(), group.higher_is_better)))


def columns_of(groups: Iterable[Group]) -> tuple[str, ...]:
    """Name the columns that have something in them, from left to right."""
    rows = [row for group in groups for row in group.rows]
    filled = {
        "baseline": any(row.result.baseline for row in rows),
        "difference": any(row.against_baseline for row in rows),
        "human": any(row.result.human for row in rows),
        "split": any(row.result.split for row in rows),
    }
    every = ("project", "result", "value", "baseline", "difference", "human", "split", "date")
    return tuple(name for name in every if filled.get(name, True))


def _row(record: Record, result: Result) -> Row:
    return Row(
        slug=record.slug,
        title=record.title,
        lang=record.lang,
        date=record.date,
        result=result,
        against_baseline=compare(result, result.baseline),
        against_people=compare(result, result.human),
    )


def _number(text: str) -> Decimal | None:
    number = parse_number(text)
    return number.value if number else None


def _best_first(row: Row) -> tuple[Decimal, str, str]:
    number = _NO_NUMBER if row.number is None else row.number if row.result.higher_is_better else -row.number
    return (-number, row.slug, row.result.metric)
