"""Makes one report of what was measured: a dictionary for JSON, and tables of medians and ratios for people."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from benchmarks.compare import Result

Report = dict[str, Any]  # JSON
"""What is kept of a run; it names no path of the machine."""

_MEGABYTE = 1_000_000


def machine() -> dict[str, Any]:  # JSON
    """Describe what the figures were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "cores": cores,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "memory_megabytes": _memory(),
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123 - no file of ours
            return next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), "")
    except OSError:
        return platform.processor()


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEGABYTE
    except (ValueError, OSError, AttributeError):
        return 0


def results_of(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Turn results into what is kept of them: all rounds, and their medians."""
    return [_entry(result) for result in results]


def _entry(result: Result) -> dict[str, Any]:
    entry: dict[str, Any] = {"tool": result.tool, "work": result.work, "notebooks": result.count}
    if result.failure:
        return entry | {"failure": result.failure}
    return entry | {
        "seconds": round(median(cost.seconds for cost in result.costs), 4),
        "processor_seconds": round(median(cost.processor for cost in result.costs), 4),
        "memory_bytes": max(cost.memory for cost in result.costs),
        "largest_process_bytes": max(cost.largest for cost in result.costs),
        "site_bytes": result.size,
        "site_files": result.files,
        "pages": result.pages,
        "rounds": [round(cost.seconds, 4) for cost in result.costs],
    }


def ratios_of(entries: Sequence[Mapping[str, Any]], to: str) -> list[dict[str, Any]]:
    """Say how many times as long as the tool `to` each other one took for the same work; medians of one run.

    `least` and `most` are of the rounds by themselves, each tool's against the other's in the same round.
    """
    whole = {(entry["work"], entry["notebooks"], entry["tool"]): entry for entry in entries if "seconds" in entry}
    ratios = []
    for (work, count, tool), entry in whole.items():
        own = whole.get((work, count, to))
        if own is None or tool == to:
            continue
        each = [one / other for one, other in zip(entry["rounds"], own["rounds"], strict=False)]
        ratio = round(entry["seconds"] / own["seconds"], 2)
        ratios.append({"work": work, "notebooks": count, "of": tool, "to": to, "ratio": ratio}
                      | {"least": round(min(each), 2), "most": round(max(each), 2)})  # fmt: skip
    return ratios


def tables(report: Report) -> str:
    """Print a report as tables of text."""
    return "\n\n".join(filter(None, (_about(report), _costs(report), _ratios(report), _growth(report))))


def _about(report: Report) -> str:
    on, notebooks = report["machine"], report["notebooks"]
    lines = [
        f"{on['cores']} cores ({on['processor'] or on['system']}), Python {on['python']}",
        f"medians of rounds: {report['rounds']}, tools in turns within each",
        *(f"{tool}: {', '.join(map(' '.join, several.items()))}" for tool, several in report["versions"].items()),
        f"copies of {notebooks['used']} of {notebooks['given']} notebooks ({notebooks['bytes'] / _MEGABYTE:.1f} MB)",
    ]
    if notebooks["left_out"]:
        lines.append(f"left out, since mkdocs-jupyter does not survive them: {', '.join(notebooks['left_out'])}")
    return "\n".join(lines)


def _costs(report: Report) -> str:
    head = (
        "work",
        "notebooks",
        "tool",
        "seconds",
        "least",
        "most",
        "processor s",
        "memory MB",
        "site MB",
        "files",
        "pages",
    )
    return table(head, [_cost(entry) for entry in _sorted(report["results"])])


def _cost(entry: Mapping[str, Any]) -> list[str]:
    named = [entry["work"], str(entry["notebooks"]), entry["tool"]]
    if "failure" in entry:
        return [*named, "failed"]
    built = entry["site_files"] > 0
    return [
        *named,
        f"{entry['seconds']:.2f}",
        f"{min(entry['rounds']):.2f}",
        f"{max(entry['rounds']):.2f}",
        f"{entry['processor_seconds']:.2f}",
        f"{entry['memory_bytes'] / _MEGABYTE:.0f}",
        f"{entry['site_bytes'] / _MEGABYTE:.1f}" if built else "",
        str(entry["site_files"]) if built else "",
        str(entry["pages"]) if built else "",
    ]


def _ratios(report: Report) -> str:
    if not report["ratios"]:
        return ""
    head = ("work", "notebooks", "times as long as", "tool", "ratio", "least", "most")
    lines = [
        [entry["work"], str(entry["notebooks"]), entry["to"], entry["of"]]
        + [f"{entry[name]:.1f}" for name in ("ratio", "least", "most")]
        for entry in _sorted(report["ratios"])
    ]
    return table(head, lines)


def _growth(report: Report) -> str:
    """Say how the cost grows with the number of notebooks; 1.0 for each notebook more is a straight line."""
    lines = list(_steps(report["results"]))
    return table(("work", "tool", "notebooks", "times the notebooks", "times the seconds"), lines) if lines else ""


def _steps(entries: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    series: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for entry in _sorted(entries):
        if "seconds" in entry:
            series.setdefault((entry["work"], entry["tool"]), []).append(entry)
    for (work, tool), several in series.items():
        for one, other in pairwise(several):
            few, many = one["notebooks"], other["notebooks"]
            yield [work, tool, f"{few} to {many}", f"{many / few:.1f}", f"{other['seconds'] / one['seconds']:.1f}"]


def _sorted(entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Order by work as it was measured, then by the number of notebooks."""
    work = list(dict.fromkeys(entry["work"] for entry in entries))
    return sorted(entries, key=lambda entry: (work.index(entry["work"]), entry["notebooks"]))


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Lay out lines of cells below a head, numbers to the right."""
    whole = [list(head), *([*line, *([""] * (len(head) - len(line)))] for line in lines)]
    widths = [max(len(line[column]) for line in whole) for column in range(len(head))]
    right = [all(_is_number(line[column]) for line in whole[1:]) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.rjust(width) if is_right else cell.ljust(width)
                  for cell, width, is_right in zip(line, widths, right, strict=True)).rstrip()
        for line in whole
    )  # fmt: skip


def _is_number(cell: str) -> bool:
    return not cell.strip("0123456789.%") or cell == "failed"
