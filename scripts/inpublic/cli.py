"""The command line: with `finish` and the package telling/ the only part that prints, asks the environment or exits."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from inpublic import __version__, options
from inpublic.interrupts import left_alone
from inpublic.telling.command import told
from inpublic.telling.mishaps import INTERRUPTED, PROBLEMS
from inpublic.telling.terminal import Teller, progress_bar

if TYPE_CHECKING:
    from inpublic.load import BuildReport
    from inpublic.settings.config import Config
    from inpublic.workers import Workers


class _Commands(click.Group):
    """Lists commands in the order in which a learner meets them; ends without a word at Ctrl+C."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; click itself would say «Aborted!» and exit with 1 where the command is not yet told."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)

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


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Your name, as the site should show it.")
@click.option("--language", default="en", metavar="TAG", help="The language of the site's menus: en, zh, de …")
@options.verbose
@told
def init(tell: Teller, folder: Path, name: str, language: str) -> int:
    """Start a portfolio of your own in FOLDER.

    It holds everything that `git push` needs: settings, engine, workflow, and a first project to replace.
    """
    from inpublic.scaffold import init_site

    made = init_site(folder, name=name, language=language)
    tell.line(f"Made {folder} with {len(made)} files.", colour="green")
    tell.line(f"\nNext:\n  cd {folder}\n  make serve        # look at it in your browser\n")
    tell.line("Then put it on GitHub, choose Settings → Pages → Source: GitHub Actions, and `git push`.")
    return 0


@main.command()
@click.argument("name")
@options.root
@options.verbose
@told
def new(tell: Teller, name: str, root: Path) -> int:
    """Start a project called NAME.

    Makes a folder in projects/ with a write-up and a notebook to fill in, as a draft.
    """
    from inpublic.scaffold import new_project

    for path in new_project(root / "projects", name, language=_config(root).language):
        tell.line(f"made {path}")
    return 0


@main.command()
@options.root
@options.workers
@options.strict
@options.form
@options.verbose
@click.option("--tree-only", is_flag=True, help="Stop after docs/ is up to date, for another site engine to build it.")
@click.option("--pdf", is_flag=True, help="Make the resume a PDF, too, which needs Chrome or Chromium.")
@click.option("--summary", type=click.Path(path_type=Path), help="Append what was published to this Markdown file.")
@told
def build(  # noqa: PLR0913, PLR0917 - click passes options
    tell: Teller,
    root: Path,
    workers: Workers,
    strict: bool,  # noqa: FBT001
    tree_only: bool,  # noqa: FBT001
    pdf: bool,  # noqa: FBT001
    summary: Path | None,
) -> int:
    """Build the site into site/.

    A broken project is left out and the exit code is 1; with --strict nothing is written then.
    """
    from inpublic.executors import made_ready
    from inpublic.settings.sitedir import STATE

    with_resource = click.get_current_context().with_resource  # until this command ends
    with_resource(made_ready(workers, root / "projects", root / STATE / "digests"))
    with left_alone():  # the reader of YAML is made by Cython, which swallows what Ctrl+C raises meanwhile
        from inpublic import finish
        from inpublic.build import build_tree, keep_cache
        from inpublic.engine.reading import Reader
        from inpublic.load import open_cache
        from inpublic.writing.lock import exclusive
        from inpublic.writing.sitefolder import recover

    config = replace(_config(root), resume_pdf=pdf)
    if pdf:
        finish.check_printing(os.environ, tree_only=tree_only)
    with_resource(exclusive(config.state, "inpublic build"))
    recover(config.state)
    heard: list[str] = []
    reader = Reader(config, strict=strict)
    cache = with_resource(closing(open_cache(config)))
    with progress_bar() as progress:
        look = None if tree_only else partial(finish.look_ahead, config, cache, heard, reader=reader)
        if not tree_only:
            workers = finish.made_useful(workers, config, reader, cache)
        report = build_tree(config, workers=workers, strict=strict, progress=progress, cache=cache, look=look)
    _tell(tell, report)
    if summary:
        finish.write_summary(report, summary)
    finish.refuse_stopped(report, config)
    if not tree_only:
        finish.build_whole_site(tell, config, report.website, cache, reader=reader, told=heard, jobs=workers.jobs)
    keep_cache(config, cache)
    return PROBLEMS if tell.failed else 0


@main.command()
@options.root
@options.workers
@options.form
@options.verbose
@told
def check(tell: Teller, root: Path, workers: Workers) -> int:
    """List what should be mended, without building.

    Each line names the file, the line or cell, and what to do; the exit code is 1 if something is broken.
    """
    from inpublic.finish import look_ahead
    from inpublic.load import load_website, open_cache
    from inpublic.outputs import make_outputs

    with progress_bar() as progress:
        config = _config(root)
        cache = click.get_current_context().with_resource(closing(open_cache(config)))
        report = load_website(config, workers=workers, progress=progress, cache=cache)
    found = look_ahead(config, cache, [], make_outputs(report.website))
    _tell(tell, replace(report, problems=(*report.problems, *found)))
    cache.save(int(time()))
    return PROBLEMS if tell.failed else 0


@main.command()
@options.root
@options.verbose
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to listen, as IP:PORT.")
@told
def serve(tell: Teller, root: Path, address: str) -> int:
    """Preview the site in your browser.

    The preview follows every change that you save.
    """
    from inpublic.preview import Preview, Told
    from inpublic.serving import loopback_address

    said = Told(tell.tell, tell.line, verbose=tell.verbose)
    preview = Preview(partial(_config, root), loopback_address(address), said, jobs=os.cpu_count() or 1)
    tell.line(f"Building; then open {preview.url} (stop with Ctrl+C).")
    with closing(preview):
        with progress_bar() as progress:
            preview.begin(progress)
        tell.line("Ready; the preview follows every change that you save.")
        preview.follow()
    return 0


@main.command()
@click.argument("slug")
@options.root
@options.jobs
@options.verbose
@told
def show(tell: Teller, slug: str, root: Path, jobs: int) -> int:
    """Print what is known of the project SLUG.

    Each value says where it comes from; drafts and broken projects can be looked at, too.
    """
    from inpublic.load import load_website
    from inpublic.show import format_record, obstacles, unknown
    from inpublic.workers import Workers

    report = load_website(_config(root), workers=Workers(jobs))
    found = report.find(slug)
    if found is None:
        raise unknown(report, slug)
    held = obstacles(report, slug)
    tell.tell(held)
    tell.line(format_record(*found, is_held=bool(held)))
    return 0


@main.command()
@options.root
@options.verbose
@click.option("--cache", "is_partial", is_flag=True, help="Remove the cache only; pages and site stay.")
@told
def clean(tell: Teller, root: Path, is_partial: bool) -> int:  # noqa: FBT001 - click passes options
    """Remove what can be made again.

    That is generated pages, the site, the cache and the records of earlier runs; nothing of yours goes.
    """
    from inpublic.clean import clean_all, clean_cache, refuse_link
    from inpublic.writing.lock import exclusive

    config = _config(root)
    refuse_link(config)
    with exclusive(config.state, "inpublic clean"):
        report = clean_cache(config) if is_partial else clean_all(config)
    tell.tell(report.problems)
    tell.line(str(report))
    return PROBLEMS if tell.failed else 0


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

    return load_config(root.resolve(), os.environ, date.today())


def _tell(tell: Teller, report: BuildReport) -> None:
    """Tell every problem, then one line that says what became of the work."""
    from inpublic.telling.report import outcome

    tell.report = report
    tell.tell(report.problems)
    tell.line(outcome(report))
