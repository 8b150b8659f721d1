"""What `python -m benchmarks` understands; the only module that prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from click.decorators import FC

from benchmarks.compare import WORK, Plan, Result, compare, measure, survivors
from benchmarks.large import KINDS
from benchmarks.lay import find_notebooks
from benchmarks.measure import FailedError
from benchmarks.report import machine, ratios_of, results_of, tables
from benchmarks.tools import MKDOCS_JUPYTER, TOOLS, versions

_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
_FILE = click.Path(path_type=Path, dir_okay=False)
_site = click.argument("site", type=_FOLDER)


Words = Callable[[click.Context, click.Parameter, str], list[str]]
"""Reads what an option was given."""


def _rounds(usual: int) -> Callable[[FC], FC]:
    return click.option("--rounds", type=click.IntRange(min=1), default=usual, show_default=True, help="How often.")


def _words(choices: Sequence[str]) -> Words:
    """Return a reader of some of the choices, with commas between them."""

    def read(_ctx: click.Context, _param: click.Parameter, value: str) -> list[str]:
        words = [word.strip() for word in value.split(",")]
        for word in words:
            if word not in choices:
                raise click.BadParameter(f"«{word}» is none of {', '.join(choices)}")
        return words

    return read


def _numbers(_ctx: click.Context, _param: click.Parameter, value: str) -> list[int]:
    """Read numbers with commas between them, smallest first."""
    try:
        numbers = sorted({int(word) for word in value.split(",")})
    except ValueError:
        raise click.BadParameter(f"«{value}» has to be numbers, such as 40,100") from None
    if numbers[0] < 1:
        raise click.BadParameter("fewer than one notebook cannot be built")
    return numbers


class _Commands(click.Group):
    """Takes a folder in a command's place for the comparison, and lists commands as they stand here."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:  # click's own
        if args and args[0] not in self.commands:
            args = ["compare", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0].startswith("-") and args[0] not in ("-h", "--help"):
            args = ["compare", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Measure what building a site costs.

    \b
    python -m benchmarks FOLDER_OF_NOTEBOOKS   compares the tools (the word `compare` can be left out)
    """  # noqa: D301 - click's mark for lines that stay as they are is the character itself


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; one that cannot be measured ends with what the tool said, not with a traceback."""
    try:
        commands(arguments, prog_name="python -m benchmarks")
    except FailedError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    _say(f"wrote {path}")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


@commands.command("compare")
@click.argument("folder", type=_FOLDER)
@click.option("--counts", callback=_numbers, default="40,100,300,1000", show_default=True, help="How many notebooks.")
@click.option(
    "--tools",
    callback=_words(tuple(TOOLS)),
    default=",".join(TOOLS),
    show_default=True,
    help="The first is the measure.",
)
@click.option("--work", callback=_words(WORK), default=",".join(WORK), show_default=True, help="What is measured.")
@_rounds(5)
@click.option("--json", "file", type=_FILE, help="Also write everything to this file, after each count.")
def compare_command(
    folder: Path, counts: list[int], tools: list[str], work: list[str], rounds: int, file: Path | None
) -> None:
    """Compare the tools on copies of the notebooks in FOLDER.

    Prints medians and ratios; what is left out for mkdocs-jupyter is left out for all.
    """
    chosen = [TOOLS[name] for name in tools]
    report: dict[str, Any] = {}

    def keep(results: Sequence[Result]) -> None:
        report["results"] = results_of(results)
        report["ratios"] = ratios_of(report["results"], tools[0])
        if file:
            _write(file, _json(report))

    with TemporaryDirectory(prefix="inpublic-benchmarks-") as name:
        used, about = _chosen(folder, Path(name) / "trial", is_trial=MKDOCS_JUPYTER in chosen)
        report |= {
            "machine": machine(),
            "versions": {tool.name: versions(tool) for tool in chosen},
            "notebooks": about,
            "rounds": rounds,
        }
        plan = Plan(used, counts, chosen, [name for name in WORK if name in work], rounds)
        compare(plan, Path(name), _say, keep)
    click.echo(tables(report))


def _chosen(folder: Path, trial: Path, *, is_trial: bool) -> tuple[list[Path], dict[str, Any]]:
    """Return the notebooks to compare with and what the report says of them; a trial in a folder leaves some out."""
    given = find_notebooks(folder)
    used = survivors(given, trial, _say) if is_trial else given
    if not used:
        raise click.UsageError(f"there are no notebooks in {folder} to compare with")
    size = sum(path.stat().st_size for path in used)
    left_out = [path.relative_to(folder).as_posix() for path in given if path not in used]
    return used, {"given": len(given), "used": len(used), "bytes": size, "left_out": left_out}


@commands.command()
@click.argument("results", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("svg", type=_FILE)
def chart(results: Path, svg: Path) -> None:
    """Draw cost against the number of notebooks.

    Reads what `--json` wrote into RESULTS, writes the chart to SVG, and prints its numbers as a Markdown table.
    """
    from benchmarks.chart import data_table, draw

    report = json.loads(results.read_text("utf-8"))
    _write(svg, draw(report))
    click.echo(data_table(report), nl=False)


@commands.command()
@click.argument("results", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def show(results: Path) -> None:
    """Print the tables of RESULTS again."""
    click.echo(tables(json.loads(results.read_text("utf-8"))))


@commands.command()
@_site
@_rounds(5)
def floor(site: Path, rounds: int) -> None:
    """Say what a build of SITE costs at least.

    Starting Python, importing what a build imports, looking at all files, reading the sources, writing the outputs.
    """
    from benchmarks.floor import floor as measure_floor
    from benchmarks.floor import in_words

    click.echo(in_words(measure_floor(site, rounds)))


@commands.command()
@_site
@_rounds(3)
@click.option("--work", callback=_words(WORK), default=",".join(WORK), show_default=True, help="What is profiled.")
def profile(site: Path, rounds: int, work: list[str]) -> None:
    """Say where the time of a build of SITE goes.

    Works on a copy. A stage's time is its own, without that of stages inside it.
    """
    from benchmarks.profiling import in_words
    from benchmarks.profiling import profile as measure_stages

    click.echo("\n\n".join(map(in_words, measure_stages(site, work, rounds, _say))))


@commands.command()
@click.option(
    "--megabytes", type=click.FloatRange(min=0, min_open=True), default=50, show_default=True, help="Its size."
)
@click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="What it is full of.")
@_rounds(3)
def large(megabytes: float, kind: str, rounds: int) -> None:
    """Build a site of one large notebook from nothing."""
    from benchmarks.large import write_large
    from benchmarks.tools import INPUBLIC

    with TemporaryDirectory(prefix="inpublic-benchmarks-") as name:
        notebook, result = Path(name) / "large.ipynb", Result("inpublic", "cold", 1)
        write_large(notebook, megabytes, kind)
        INPUBLIC.lay(Path(name) / "site", [notebook], 1)
        for number in range(rounds):
            measure(INPUBLIC, Path(name) / "site", "cold", number, result)
        size = notebook.stat().st_size / 1_000_000
    entry = results_of([result])[0]
    click.echo(
        f"one notebook of {size:.1f} MB ({kind}): {entry['seconds']:.2f} s, {entry['memory_bytes'] / 1e6:.0f} MB of"
        f" memory, {entry['pages']} page, {entry['site_bytes'] / 1e6:.1f} MB of site"
    )


def _numbers_if_any(ctx: click.Context, param: click.Parameter, value: str) -> list[int]:
    return _numbers(ctx, param, value) if value else []


@commands.command()
@_site
@click.option(
    "--counts",
    callback=_numbers_if_any,
    default="",
    help="How many: then SITE is a folder of notebooks, of which sites are made, as for `compare`.",
)
@_rounds(7)
def serve(site: Path, counts: list[int], rounds: int) -> None:
    """Measure how long a saved notebook of SITE takes to the browser.

    Works on a copy, with `inpublic serve` and Chromium.
    """
    from statistics import median

    from benchmarks.preview import refresh_times
    from benchmarks.tools import INPUBLIC

    with TemporaryDirectory(prefix="inpublic-benchmarks-") as name:
        for count in counts or [0]:
            if count:
                INPUBLIC.lay(Path(name) / str(count), find_notebooks(site), count)
            times = refresh_times(Path(name) / str(count) if count else site, rounds, _say)
            what = f" of {count} notebooks" if count else ""
            click.echo(
                f"from saving to the refreshed page{what}: {median(times):.2f} s ({min(times):.2f} to {max(times):.2f})"
            )


@commands.command()
@_site
@click.option("--word", default="data", show_default=True, help="What is typed.")
@_rounds(5)
def search(site: Path, word: str, rounds: int) -> None:
    """Measure the search of SITE, which has to be built, on slow connections.

    Serves its folder on this computer with gzip, as GitHub Pages does, and types a word in Chromium.
    """
    from benchmarks.searching import in_words, search_times

    click.echo(in_words(search_times(site, word, rounds, _say)))
