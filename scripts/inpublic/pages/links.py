"""Gives every relative link of a document its address: a page, a picture, or the file on GitHub."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from html import escape
from itertools import groupby
from pathlib import PurePosixPath
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from inpublic.document import Block, Document, Link, LinkKind
from inpublic.errors import Problem, Severity
from inpublic.pages.addresses import FILES, file_url, page_url, relative, target_path
from inpublic.pages.addresses import absolute as on_the_web
from inpublic.pages.phrases import in_language
from inpublic.settings.repository import source_url
from inpublic.text.anchors import anchor_of
from inpublic.text.markers import fill
from inpublic.website import Page, Website

_MISSING = "data-missing"
"""Marks a picture that does not exist, until its words stand in its place."""

_CROWD = 200
"""Files in one folder beyond which no near name is looked for."""

_ORIGINAL = "data-original"
"""Says where the picture itself is, until a link does."""

_CLICKED = "a *, button *, summary *, label *, picture *, .ip-frame *"
"""Where no link may stand: mostly in what is there to be clicked itself."""


class Target(Struct, frozen=True):
    """Says where a link leads: a URL relative to the site's root unless `external`, and a picture's size.

    `original` is where the picture itself is if the page shows a lighter one that is not quite the same.
    """

    url: str
    external: bool = False
    width: int = 0
    height: int = 0
    original: str = ""


def resolve_blocks(website: Website, page: Page, *, absolute: bool) -> tuple[Block, ...]:
    """Put addresses in the places of all markers: relative to the page, or absolute for a feed."""
    resolve = resolver(website, page, absolute=absolute)
    return tuple(_with(block, resolve(block.html)) for block in page.document.blocks)


def _with(block: Block, html: str) -> Block:
    return block if html is block.html else replace(block, html=html)


def resolver(website: Website, page: Page, *, absolute: bool) -> Callable[[str], str]:
    """Return the function that puts addresses into a piece of the page's HTML."""
    return _Resolver(website, page, absolute).resolved


class _Resolver(Struct, frozen=True):
    """Knows the addresses that the markers of one page stand for; `absolute` ones are for feeds."""

    website: Website
    page: Page
    absolute: bool

    def resolved(self, html: str) -> str:
        """Put an address in the place of each marker."""
        filled = fill(fill(html, "l", self._link), "f", self._figure).replace("<a >", "<a>")
        if _ORIGINAL in filled:
            filled = _with_originals(filled)
        if _MISSING in filled:
            filled = _without_missing(filled)
        return in_language(filled, self.website.words)

    def _link(self, number: int) -> str:
        """Write the attributes of a link; pictures on other hosts wait for a click, and so are missing here."""
        links = self.page.document.links
        if number >= len(links):
            return ""
        kind, target = links[number].kind, find_target(self.website, self.page, links[number])
        if target is None or (kind is LinkKind.IMAGE and target.external):
            return _MISSING if kind is LinkKind.IMAGE else ""
        original = self._address(Target(target.original)) if target.original else ""
        return _attributes(kind, self._address(target), replace(target, original=original))

    def _figure(self, number: int) -> str:
        figures = self.page.document.figures
        return escape(self._address(Target(file_url(FILES / figures[number].name)))) if number < len(figures) else ""

    def _address(self, target: Target) -> str:
        config = self.website.config
        if target.external:
            return target.url
        return on_the_web(target.url, config) if self.absolute else relative(target.url, self.page.path, config)


def _with_originals(html: str) -> str:
    """Let pictures that are shown lighter lead to themselves, unless they stand in something to click already."""
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(html).body
    for image in body.css(f"img[{_ORIGINAL}]") if body else ():
        original = image.attributes.get(_ORIGINAL) or ""
        del image.attrs[_ORIGINAL]
        if not image.css_matches(_CLICKED):
            link = LexborHTMLParser(f'<a class="ip-original" href="{escape(original)}">{image.html}</a>').body
            image.replace_with(link.css("a")[0] if link else "")
    return (body and body.inner_html) or ""


def _without_missing(html: str) -> str:
    """Let the words of a picture stand in its place when there is no such file."""
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(html).body
    for image in body.css(f"img[{_MISSING}]") if body else ():
        words = image.attributes.get("alt") or "picture"
        image.replace_with(f"[{words}]")
    return (body and body.inner_html) or ""


def find_target(website: Website, page: Page, link: Link) -> Target | None:
    """Find what a relative link means; None when there is no such page or file."""
    path, _, fragment = link.target.partition("#")
    if not path:
        return Target(f"{page_url(page.path, website.config)}#{anchor_in(page.document, fragment)}")
    wanted = target_path(page.source, link.target)
    place = website.places.get(wanted)
    if place is not None and link.kind is LinkKind.PAGE:
        return Target(_with_fragment(page_url(place.path, website.config), place.document, fragment))
    asset = website.assets.get(wanted)
    if asset is not None:
        size = (0, 0) if link.sized else (asset.width, asset.height)
        seen = asset.web if asset.web and link.kind is LinkKind.IMAGE else asset
        original = "" if seen.exact else file_url(asset.path)
        return Target(file_url(seen.path), width=size[0], height=size[1], original=original)
    is_there = wanted in website.files and not website.is_withheld(wanted)
    return _other_file(website, wanted, fragment) if is_there else None


def dead_links(website: Website) -> Iterator[Problem]:
    """Report the relative links that lead nowhere, one problem for each cell or line that has any."""
    names = _Names(website)
    for page in website.pages:
        dead = [link for link in page.document.links if _is_dead(website, page, link)]
        for _, links in groupby(dead, key=lambda link: (link.cell, link.line)):
            yield _dead(website, page, list(dict.fromkeys(links)), names)


def _is_dead(website: Website, page: Page, link: Link) -> bool:
    """Tell whether a link leads nowhere; why a file that is there is not shown, another check says (shownfiles.py)."""
    wanted = target_path(page.source, link.target)
    is_unshown = link.kind in (LinkKind.IMAGE, LinkKind.MEDIA) and wanted in website.files
    return find_target(website, page, link) is None and (not is_unshown or website.is_withheld(wanted))


def _dead(website: Website, page: Page, links: Sequence[Link], names: _Names) -> Problem:
    link = links[0]
    what = "the picture" if link.kind is LinkKind.IMAGE else "the link"
    more = f" (and {len(links) - 1} more here)" if len(links) > 1 else ""
    wanted = target_path(page.source, link.target)
    where, hint = _reason(website, wanted)
    if near := names.nearest(wanted):
        hint = f"Did you mean `{posixpath.relpath(near, page.source.parent)}`?"
    message = f"{what} «{unquote(link.target)}»{more} leads to {where}"
    return Problem(page.source.as_posix(), message, hint, link.line, link.cell, Severity.WARNING)


class _Names:
    """Knows the files of all projects, to find one that was hardly meant otherwise."""

    def __init__(self, website: Website) -> None:
        self._website = website
        self._files = {path for project in website.projects for path in project.entry.files}
        self._folded: dict[str, PurePosixPath] = {}
        self._beside: dict[tuple[PurePosixPath, str], dict[str, PurePosixPath]] = {}
        for path in sorted(self._files, key=str):
            self._folded.setdefault(str(path).casefold(), path)
            self._beside.setdefault((path.parent, path.suffix), {})[path.name] = path

    def nearest(self, wanted: PurePosixPath) -> PurePosixPath | None:
        """Find a file in other capitals, or a letter or two away in its folder."""
        if wanted in self._files or self._website.is_withheld(wanted):
            return None
        if same := self._folded.get(str(wanted).casefold()):
            return same
        beside = self._beside.get((wanted.parent, wanted.suffix), {})
        close = get_close_matches(wanted.name, beside, 1, 0.8) if len(beside) <= _CROWD else ()
        return beside[close[0]] if close else None


def _reason(website: Website, wanted: PurePosixPath) -> tuple[str, str]:
    """Say what a dead link leads to, and what to do about it."""
    if any(part.startswith(".") and part != ".." for part in wanted.parts):
        return "a hidden file, which is never published", "Take the link out; such files often hold keys or passwords."
    if website.is_withheld(wanted):
        hint = "It is shown as text until then: see the messages about it, or take the link out."
        return "something that is held back, left out or a draft", hint
    if wanted in website.files:
        hint = "It will lead to GitHub once the repository is there; until then it is shown as text."
        return "a file that is not on the site", hint
    return "no file", "Check the spelling, also of capitals, and that the file is committed."


def _other_file(website: Website, path: PurePosixPath, fragment: str) -> Target | None:
    """Lead to a hand-written page of the site, else to the file in the repository."""
    config = website.config
    if path.parts[:1] == ("docs",) and path.suffix == ".md":
        return Target(page_url(path.relative_to("docs"), config) + (f"#{fragment}" if fragment else ""))
    if config.repository is None:
        return None
    url = source_url(config.repository, path)
    return Target(f"{url}#{fragment}" if fragment else url, external=True)


def _with_fragment(url: str, document: Document, fragment: str) -> str:
    return f"{url}#{anchor_in(document, fragment)}" if fragment else url


def anchor_in(document: Document, fragment: str) -> str:
    """Translate a fragment as Jupyter or GitHub would write it into the anchor that the page has."""
    wanted = unquote(fragment)
    return next((name for name in (wanted, anchor_of(wanted.replace("-", " "))) if name in document.anchors), fragment)


def _attributes(kind: LinkKind, url: str, target: Target) -> str:
    if kind is LinkKind.FRAME:
        return f'data-frame="{escape(url)}"'
    if kind is LinkKind.PAGE:
        return f'href="{escape(url)}"'
    size = f' width="{target.width}" height="{target.height}"' if target.width and target.height else ""
    original = f' {_ORIGINAL}="{escape(target.original)}"' if target.original else ""
    return f'src="{escape(url)}"{size}{original}'
