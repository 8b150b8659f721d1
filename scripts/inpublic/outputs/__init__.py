"""The kinds of output: each is a function from the website to files of the tree.

A new kind is one function in a module here and one name in `OUTPUTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inpublic.outputs.curriculum import curriculum
from inpublic.outputs.feeds import feeds
from inpublic.outputs.llms import llms
from inpublic.outputs.log import log
from inpublic.outputs.overviews import home, index
from inpublic.outputs.portfolio import portfolio
from inpublic.outputs.project_pages import files, project_pages
from inpublic.outputs.results import results
from inpublic.outputs.resume import resume
from inpublic.outputs.share import share
from inpublic.outputs.skills import skills
from inpublic.outputs.subscribe import subscribe
from inpublic.outputs.tag_pages import tags
from inpublic.outputs.theme import theme
from inpublic.outputs.timeline import timeline
from inpublic.website import OutputFile, Website

OUTPUTS: tuple[Callable[[Website], Iterator[OutputFile]], ...] = (
    home,
    index,
    project_pages,
    files,
    tags,
    results,
    skills,
    curriculum,
    log,
    timeline,
    resume,
    feeds,
    subscribe,
    share,
    portfolio,
    llms,
    theme,
)


def make_outputs(website: Website) -> Iterator[OutputFile]:
    """Make every file of the tree."""
    for output in OUTPUTS:
        yield from output(website)
