"""Says where the time of a build goes, stage by stage; the whole is that of the command from the shell."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import counters
from benchmarks.measure import run_well
from benchmarks.report import table
from benchmarks.sites import copied, forget, middle_notebook, save_sentence
from benchmarks.tools import INPUBLIC

START = "interpreter, start and end"
REST = "everything else"


@dataclass(frozen=True, slots=True)
class Profile:
    """Holds the median seconds of each stage of one work, how often it was called, and what was not found."""

    work: str
    whole: float
    seconds: Mapping[str, float]
    calls: Mapping[str, int]
    missing: Sequence[str]


def profile(site: Path, work: Sequence[str], rounds: int, say: Callable[[str], None]) -> list[Profile]:
    """Profile builds of a copy of a site."""
    with copied(site) as root, TemporaryDirectory(prefix="inpublic-benchmarks-") as name:
        runs: dict[str, list[dict[str, Any]]] = {kind: [] for kind in work}  # JSON
        for number in range(1, rounds + 1):
            for kind in work:
                _prepare(root, kind, number)
                runs[kind].append(_run(root, kind, Path(name) / "counted.json"))
                say(f"round {number}: {kind} {runs[kind][-1]['whole']:.2f} s")
    return [_middle(kind, several) for kind, several in runs.items()]


def _prepare(root: Path, work: str, number: int) -> None:
    if work == "cold":
        forget(root)
    if work == "edit":
        save_sentence(middle_notebook(root), f"Profiled in round {number}.")


def _run(root: Path, work: str, result: Path) -> dict[str, Any]:  # JSON
    command = (sys.executable, counters.__file__, str(result), "check" if work == "check" else "build")
    cost = run_well(command, root, fine=INPUBLIC.fine)
    counted: dict[str, Any] = json.loads(result.read_text("utf-8"))
    seconds = counted["seconds"]
    seconds[REST] = counted["whole"] - sum(seconds.values())
    seconds[START] = cost.seconds - counted["whole"]
    return counted | {"whole": cost.seconds}


def _middle(work: str, runs: Sequence[Mapping[str, Any]]) -> Profile:
    stages = dict.fromkeys(stage for run in runs for stage in run["seconds"])
    seconds = {stage: median(run["seconds"].get(stage, 0.0) for run in runs) for stage in stages}
    calls = {stage: max(run["calls"].get(stage, 0) for run in runs) for stage in stages}
    return Profile(work, median(run["whole"] for run in runs), seconds, calls, runs[-1]["missing"])


def in_words(found: Profile) -> str:
    """Print a profile, what takes longest first."""
    lines = [
        [stage, f"{seconds:.3f}", f"{seconds / found.whole:.0%}", str(found.calls[stage] or "")]
        for stage, seconds in sorted(found.seconds.items(), key=lambda pair: -pair[1])
    ]
    lines.append(["the whole command", f"{found.whole:.3f}", "", ""])
    said = f"{found.work}\n{table(('stage', 'seconds', 'share', 'calls'), lines)}"
    if found.missing:
        said += f"\nnot found, so counted elsewhere (see stages.py): {', '.join(found.missing)}"
    return said
