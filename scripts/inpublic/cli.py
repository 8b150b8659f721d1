"""The command line: the only module that prints, asks the environment or exits."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from inpublic import __version__
from inpublic.errors import InpublicError

if TYPE_CHECKING:
    from inpublic.build import BuildReport
    from inpublic.convert import Progress
    from inpublic.errors import Problem
    from inpublic.settings.config import Config

P = ParamSpec("P")
R = TypeVar("R")

_root = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="The folder of mkdocs.yml.  [default: this folder]",
)
_jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="all processors",
    help="How many notebooks to convert at the same time.",
)
_strict = click.option("--strict", is_flag=True, help="Write nothing at all while any project is broken.")
_verbose = click.option("--verbose", is_flag=True, help="Show every step, and the traceback if something breaks.")


class _Commands(click.Group):
    """Lists commands in the order in which a learner meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="inpublic")
def main() -> None:
    """Turn the notebooks and write-ups in projects/ into a portfolio site.

    \b
    A first site:   inpublic init my-portfolio
    A new project:  inpublic new "Predict taxi fares"
    Look at it:     inpublic serve
    Publish it:     git push
    """  # noqa: D301 - click's mark for lines that stay as they are is the character itself


def _catching(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what stops a run into a message and exit code 1; a fault of ours keeps its traceback with --verbose."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except InpublicError as error:
            if kwargs.get("verbose"):
                raise
            click.secho(f"error: {error.message}", fg="red", err=True)
            if error.hint:
                click.echo(f"  {error.hint}", err=True)
            sys.exit(1)

    return wrapped


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Your name, as the site should show it.")
@_catching
def init(folder: Path, name: str) -> None:
    """Start a portfolio of your own in FOLDER.

    It holds everything that `git push` needs: settings, engine, workflow, and a first project to replace.
    """
    from inpublic.scaffold import init_site

    made = init_site(folder, name=name)
    click.secho(f"Made {folder} with {len(made)} files.", fg="green")
    click.echo(f"\nNext:\n  cd {folder}\n  make serve        # look at it in your browser\n")
    click.echo("Then put it on GitHub, choose Settings → Pages → Source: GitHub Actions, and `git push`.")


@main.command()
@click.argument("name")
@_root
@_catching
def new(name: str, root: Path) -> None:
    """Start a project called NAME.

    Makes a folder in projects/ with a write-up and a notebook to fill in, as a draft.
    """
    from inpublic.scaffold import new_project

    for path in new_project(root / "projects", name):
        click.echo(f"made {path}")


@main.command()
@_root
@_jobs
@_strict
@_verbose
@click.option("--tree-only", is_flag=True, help="Stop after docs/ is up to date, for another site engine to build it.")
@click.option("--summary", type=click.Path(path_type=Path), help="Append what was published to this Markdown file.")
@_catching
def build(root: Path, jobs: int, strict: bool, verbose: bool, tree_only: bool, summary: Path | None) -> None:  # noqa: FBT001 - click passes options
    """Build the site into site/.

    A broken project is left out and the exit code is 1; with --strict nothing is written then.
    """
    from inpublic.build import build_tree
    from inpublic.report import summary_markdown

    config = _config(root)
    with _progress() as progress:
        report = build_tree(config, jobs=jobs, strict=strict, progress=progress)
    _show(report)
    stopped = strict and report.failed
    if summary:
        with summary.open("a", encoding="utf-8") as file:
            file.write(summary_markdown(report, stopped=stopped))
    if stopped:
        click.secho("Nothing was written: mend the errors above first, or build without --strict.", fg="red", err=True)
        sys.exit(1)
    if not tree_only:
        from inpublic.build import look_through
        from inpublic.host import build_site, read_pages

        with _status("Building the site …"):
            site = build_site(config, strict=strict, verbose=verbose)
        losses = list(look_through(report.website, read_pages(report.website, site)))
        _show_problems(losses)
        click.echo(f"The site is in {_relative(site)}.")
    sys.exit(1 if report.failed else 0)


@main.command()
@_root
@_jobs
@_catching
def check(root: Path, jobs: int) -> None:
    """List what should be mended, without building.

    Each line names the file, the line or cell, and what to do; the exit code is 1 if something is broken.
    """
    from inpublic.build import load_website

    with _progress() as progress:
        report = load_website(_config(root), jobs=jobs, progress=progress)
    _show(report)
    sys.exit(1 if report.failed else 0)


@main.command()
@_root
@_verbose
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to listen, as IP:PORT.")
@_catching
def serve(root: Path, verbose: bool, address: str) -> None:  # noqa: FBT001 - click passes options
    """Preview the site in your browser.

    The preview follows every change that you save.
    """
    from inpublic.host import serve_site

    click.echo(f"Building; then open http://{address}/ (stop with Ctrl+C).")
    serve_site(_config(root), address=address, verbose=verbose)


@main.command()
@click.argument("slug")
@_root
@_jobs
@_catching
def show(slug: str, root: Path, jobs: int) -> None:
    """Print what is known of the project SLUG.

    Each value says where it comes from; drafts and broken projects can be looked at, too.
    """
    from inpublic.build import load_website
    from inpublic.show import format_record

    report = load_website(_config(root), jobs=jobs)
    found = report.find(slug)
    if found is None:
        names = ", ".join(sorted(project.record.slug for project in report.website.projects)) or "none"
        raise InpublicError(f"there is no project «{slug}»", f"the published ones are: {names}")
    click.echo(format_record(*found))


@main.command()
def schema() -> None:
    """Print the JSON Schema of project.yml.

    Editors use it to complete and check what you type.
    """
    import json

    from inpublic.records.schema import schema as record_schema

    click.echo(json.dumps(record_schema(), indent=2, ensure_ascii=False))


def _config(root: Path) -> Config:
    from inpublic.settings.config import load_config

    return load_config(root.resolve(), os.environ)


def _relative(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def _show(report: BuildReport) -> None:
    """Print every problem, then one line that says what became of the work."""
    from inpublic.report import outcome

    _show_problems(report.problems)
    click.echo(outcome(report))


_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def _show_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        name = click.style(f"{problem.severity.value}:", fg=_COLOURS[problem.severity.value])
        click.echo(f"{problem.place}: {name} {problem.message}", err=True)
        if problem.hint:
            click.secho(f"  → {problem.hint}", dim=True, err=True)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Show a bar in a terminal once converting takes more than a second; nothing anywhere else."""
    if not sys.stderr.isatty():
        yield None
        return
    from time import monotonic

    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        start = monotonic()
        task = bar.add_task("Converting", total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=monotonic() - start > 1)


@contextmanager
def _status(text: str) -> Iterator[None]:
    """Show in a terminal that something takes its time; nothing anywhere else."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield
