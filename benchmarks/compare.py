"""Runs the tools in turns on the same notebooks, and keeps what each run cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.lay import edit
from benchmarks.measure import Cost, FailedError, folder_size, run_well
from benchmarks.tools import MKDOCS_JUPYTER, Tool, found, pages

WORK = ("cold", "warm", "edit", "check")
"""What is measured: a build from nothing, one after which nothing changed, one notebook edited, and a check."""

Say = Callable[[str], None]
"""Shows a line on what is being done."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Says what is to be compared: copies of which notebooks, how many of them, by which tools, how often."""

    notebooks: Sequence[Path]
    counts: Sequence[int]
    tools: Sequence[Tool]
    work: Sequence[str] = WORK
    rounds: int = 5


@dataclass(slots=True)
class Result:
    """Collects what one work cost one tool with a number of notebooks, round by round.

    `size` and `files` are of the site that was built, `pages` counts the notebooks that have a page in it.
    """

    tool: str
    work: str
    count: int
    costs: list[Cost] = field(default_factory=list)
    size: int = 0
    files: int = 0
    pages: int = 0
    failure: str = ""


def compare(plan: Plan, folder: Path, say: Say, keep: Callable[[Sequence[Result]], None]) -> list[Result]:
    """Measure everything that the plan asks for, in a folder; `keep` is handed all results so far after each count.

    A tool that fails is left out of what remains of that count, and its failure is a result, too.
    """
    results: list[Result] = []
    for tool in plan.tools:
        say(f"getting {tool.name} ready")
        _build_once(tool, folder / "first" / tool.name, plan.notebooks[:1], 1)
    for count in plan.counts:
        results += _compare_at(count, plan, folder / str(count), say)
        keep(results)
    return results


def _build_once(tool: Tool, root: Path, notebooks: Sequence[Path], count: int) -> None:
    """Lay out and build a site without measuring, so that Python's bytecode is compiled and its files are in memory."""
    root.parent.mkdir(parents=True, exist_ok=True)
    tool.lay(root, notebooks, count)
    _build(tool, root)


def _compare_at(count: int, plan: Plan, folder: Path, say: Say) -> list[Result]:
    tools = list(plan.tools)
    for tool in tools:
        say(f"{count} notebooks: laying out {tool.name}")
        _build_once(tool, folder / tool.name, plan.notebooks, count)
    results = {(tool.name, work): Result(tool.name, work, count) for work in plan.work for tool in _able(tools, work)}
    for number in range(1, plan.rounds + 1):
        for work in plan.work:
            for tool in _able(tools, work):
                result = results[tool.name, work]
                try:
                    measure(tool, folder / tool.name, work, number, result)
                    say(f"{count} notebooks, round {number}: {tool.name} {work} {result.costs[-1].seconds:.2f} s")
                except FailedError as error:
                    result.failure = error.brief
                    tools.remove(tool)
                    say(f"{count} notebooks: {tool.name} {work} failed: {error}")
    return list(results.values())


def _able(tools: Sequence[Tool], work: str) -> list[Tool]:
    return [tool for tool in tools if work != "check" or tool.check]


def measure(tool: Tool, root: Path, work: str, number: int, result: Result) -> None:
    """Do one work with one tool twice in a row, and add what the second time cost to the result.

    Some systems drop files from memory that nobody asked for while another tool had its turn, and which of ours they
    drop is chance. Raises FailedError when the tool fails.
    """
    _done(tool, root, work, 2 * number - 1)
    result.costs.append(_done(tool, root, work, 2 * number))
    if work != "check":
        result.size, result.files = folder_size(root / "site")
        result.pages = pages(root)


def _done(tool: Tool, root: Path, work: str, number: int) -> Cost:
    if work == "cold":
        tool.clear(root)
    if work == "edit":
        edit(root / tool.notebooks, number)
    return run_well(found(tool.check), root, fine=tool.fine) if work == "check" else _build(tool, root)


def _build(tool: Tool, root: Path) -> Cost:
    if tool.before:
        run_well(found(tool.before), root, fine=(0, 1))
    return run_well(found(tool.build), root, fine=tool.fine)


def survivors(notebooks: Sequence[Path], folder: Path, say: Say, tool: Tool = MKDOCS_JUPYTER) -> list[Path]:
    """Return the notebooks of which a tool can build a site; the others are found by halving what it cannot build."""
    lost = set(_culprits(list(notebooks), _Trial(tool, folder).fault, say))
    return [path for path in notebooks if path not in lost]


def _culprits(notebooks: list[Path], fault: Callable[[Sequence[Path]], str], say: Say) -> list[Path]:
    say(f"trying {len(notebooks)} notebooks")
    found = fault(notebooks) if notebooks else ""
    if not found:
        return []
    if len(notebooks) == 1:
        say(f"{notebooks[0].name} is left out: {found}")
        return notebooks
    middle = len(notebooks) // 2
    return _culprits(notebooks[:middle], fault, say) + _culprits(notebooks[middle:], fault, say)


class _Trial:
    """Builds sites of some notebooks, one after the other."""

    def __init__(self, tool: Tool, folder: Path) -> None:
        self._tool, self._folder, self._number = tool, folder, 0

    def fault(self, notebooks: Sequence[Path]) -> str:
        """Say why there is no page for each of the notebooks; nothing when there is."""
        self._number += 1
        root = self._folder / str(self._number)
        try:
            _build_once(self._tool, root, notebooks, len(notebooks))
        except FailedError as error:
            return error.brief
        return "it gets no page" if pages(root) < len(notebooks) else ""
