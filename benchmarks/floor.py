"""Says what a build costs at least: starting Python, importing what it imports, reading and writing what there is."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.measure import run_well
from benchmarks.report import table
from benchmarks.sites import build, copied
from benchmarks.tools import INPUBLIC

_LIST = """\
import atexit, json, sys
before, result = set(sys.modules), sys.argv[1]
atexit.register(lambda: json.dump([name for name in sys.modules if name not in before], open(result, "w")))
sys.argv = ["inpublic", "build"]
from inpublic.cli import main
main()
"""
_IMPORT = """\
import importlib, json, sys
for name in json.load(open(sys.argv[1])):
    try:
        importlib.import_module(name)
    except ImportError:
        pass
"""


def floor(site: Path, rounds: int) -> dict[str, float]:
    """Return the seconds of each part, medians; the last ones are whole builds of the same site for comparison."""
    with copied(site) as root, TemporaryDirectory(prefix="inpublic-benchmarks-") as name:
        modules, target = Path(name) / "modules.json", Path(name) / "written"
        python = sys.executable
        run_well((python, "-c", _LIST, str(modules)), root, fine=INPUBLIC.fine)
        sources, outputs = list(_sources(root)), list(_files(root / "site"))
        start = _median(rounds, lambda: run_well((python, "-c", "pass"), root))
        imports = _median(rounds, lambda: run_well((python, "-c", _IMPORT, str(modules)), root)) - start
        count = len(json.loads(modules.read_text("utf-8")))
        return {
            "starting Python": start,
            f"importing the {count} modules of a build": imports,
            f"looking at {len(sources)} sources and {len(outputs)} outputs": _median(
                rounds,
                lambda: [os.stat(path) for path in (*sources, *outputs)],  # noqa: PTH116 - the least that it costs
            ),
            f"reading {_megabytes(sources)} of sources": _median(
                rounds, lambda: [path.read_bytes() for path in sources]
            ),
            f"writing {_megabytes(outputs)} of outputs": median(
                _writing(outputs, root / "site", target / str(number)) for number in range(rounds)
            ),
            "for comparison: a build, nothing changed": median(build(root).seconds for _ in range(rounds)),
        }


def _sources(root: Path) -> Iterator[Path]:
    for folder in (root / "projects", root / "docs"):
        yield from _files(folder)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _median(rounds: int, work: Callable[[], object]) -> float:
    return median(_seconds(work) for _ in range(rounds))


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _megabytes(paths: list[Path]) -> str:
    return f"{sum(path.stat().st_size for path in paths) / 1_000_000:.1f} MB"


def _writing(outputs: list[Path], site: Path, target: Path) -> float:
    """Write all outputs into a new folder; reading them again is not counted."""
    spent = 0.0
    for path in outputs:
        content, place = path.read_bytes(), target / path.relative_to(site)
        start = perf_counter()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        spent += perf_counter() - start
    return spent


def in_words(parts: dict[str, float]) -> str:
    """Print the parts in milliseconds."""
    return table(("part", "ms"), [[name, f"{seconds * 1000:.1f}"] for name, seconds in parts.items()])
