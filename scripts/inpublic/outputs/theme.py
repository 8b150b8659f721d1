"""The site's own style sheet and script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from inpublic.website import OutputFile, Website

_ASSETS = Path(__file__).parent.parent / "assets"


def theme(website: Website) -> Iterator[OutputFile]:  # noqa: ARG001 - an output like the others
    """Copy what mkdocs.yml names as extra_css and extra_javascript."""
    for path in sorted(_ASSETS.iterdir()):
        yield OutputFile(PurePosixPath("assets/inpublic") / path.name, path)
