"""The results of all projects as groups of one metric each, the best first, so that alike stands beside alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from inpublic.project import Record, Result
from inpublic.records.metrics import base_name, says_more, short_name
from inpublic.results.comparison import Difference, compare, parse_number


class Row(Struct, frozen=True):
    """Holds one result of a project, named by its slug, and how far it is from its baseline and from people."""

    slug: str
    title: str
    lang: str
    date: date | None
    result: Result
    against_baseline: Difference | None
    against_people: Difference | None

    @property
    def measure(self) -> str:
        """Return what tells its metric from all others, in whatever case it is written."""
        return base_name(self.result.metric).casefold()

    @property
    def detail(self) -> str:
        """Return the metric as its author wrote it, where that says more than the name of its group."""
        return self.result.metric if says_more(self.result.metric) else ""

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


class Group(Struct, frozen=True):
    """Holds the results of one metric that are better in the same direction; None where nobody said in which."""

    metric: str
    higher_is_better: bool | None
    rows: tuple[Row, ...]


def group_results(records: Iterable[Record]) -> tuple[Group, ...]:
    """Group the results of some projects by metric, the most common first; in a group the best is first.

    A result that does not say which way its metric counts stands with those of the same metric that do.
    """
    rows = [_row(record, result) for record in records for result in record.results]
    ways = _ways(rows)
    groups: dict[tuple[str, bool | None], list[Row]] = {}
    for row in rows:
        way = row.result.higher_is_better
        groups.setdefault((row.measure, ways[row.measure] if way is None else way), []).append(row)
    made = (_group(rows, higher_is_better=way) for (_, way), rows in groups.items())
    return tuple(sorted(made, key=lambda one: (-len(one.rows), one.metric.casefold(), str(one.higher_is_better))))


def _ways(rows: Iterable[Row]) -> dict[str, bool | None]:
    """Find which way each metric counts; None where no row says it, or rows differ."""
    said: dict[str, set[bool]] = {}
    for row in rows:
        way = row.result.higher_is_better
        said.setdefault(row.measure, set()).update(() if way is None else (way,))
    return {measure: next(iter(ways)) if len(ways) == 1 else None for measure, ways in said.items()}


def _group(rows: Iterable[Row], *, higher_is_better: bool | None) -> Group:
    """Put the best row first, and name the group in another language than English where all its rows do."""
    sign = 1 if higher_is_better is False else -1

    def order(row: Row) -> tuple[bool, Decimal, str, str]:
        number = row.number
        return (number is None, sign * (number or Decimal()), row.slug, row.result.metric)

    ordered = tuple(sorted(rows, key=order))
    first = ordered[0].result.metric
    names = {short_name(row.result.metric) for row in ordered}
    is_foreign = len(names) == 1 and not short_name(first).isascii()
    return Group(short_name(first) if is_foreign else base_name(first), higher_is_better, ordered)


def columns_of(groups: Iterable[Group]) -> tuple[str, ...]:
    """Name the columns that have something in them, from left to right."""
    rows = [row for group in groups for row in group.rows]
    filled = {
        "baseline": any(row.result.baseline for row in rows),
        "difference": any(row.against_baseline for row in rows),
        "human": any(row.result.human for row in rows),
        "split": any(row.result.split for row in rows),
    }
    every = ("project", "value", "baseline", "difference", "human", "split", "date")
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
    """Return what a value is sorted by: 98 % comes after 0.97 and before 0.99."""
    number = parse_number(text)
    if number is None:
        return None
    return number.value / 100 if number.unit == "%" else number.value
