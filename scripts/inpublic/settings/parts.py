"""The parts of the settings below `extra.inpublic` in mkdocs.yml: what each holds, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from inpublic.settings.sections import Section


class Author(Struct, frozen=True):
    """Says who publishes; `intro` is Markdown, `links` are pairs of a label and an address."""

    name: str = ""
    headline: str = ""
    intro: str = ""
    email: str = ""
    links: tuple[tuple[str, str], ...] = ()


class FeedLimits(Struct, frozen=True):
    """Caps a feed: at most `items` entries and about `kilobytes` of content; the rest keeps its summary only."""

    items: int = 50
    kilobytes: int = 2000


class Limits(Struct, frozen=True):
    """Says how large things may be before they are kept off the site; megabytes are of a million bytes.

    GitHub refuses files of more than 100 MiB and sites of more than 1 GB. `megapixels` counts those of one picture
    once it is decoded; all frames of an animation together may have twenty times as many.
    """

    notebook_megabytes: int = 60
    file_megabytes: int = 100
    site_megabytes: int = 1000
    megapixels: int = 50


class CacheLimits(Struct, frozen=True):
    """Says how large the cache may grow, in megabytes of a million bytes, and how many days an entry waits for use.

    What a run needs is kept, however much that is.
    """

    megabytes: int = 2000
    days: int = 60


class Newsletter(Struct, frozen=True):
    """Offers the site by e-mail: a page to sign up at, or a form that posts the address as `field` to `url`."""

    url: str = ""
    form: bool = False
    field: str = "email"


class Giscus(Struct, frozen=True):
    """Says which discussions on GitHub hold the comments, as giscus.app names them: `repo` is `OWNER/NAME`."""

    repo: str
    repo_id: str
    category: str
    category_id: str


def read_author(section: Section, site_author: str) -> Author:
    """Read `author`; `site_author` is MkDocs' own setting."""
    section.only("name", "headline", "intro", "email", "links")
    email = section.text("email")
    if email and ("@" not in email or any(character.isspace() for character in email)):
        section.fault("email", "is no e-mail address", "Write it like ada@example.org, or take the line out.")
    links = section.section("links")
    return Author(
        name=section.text("name") or site_author,
        headline=section.text("headline"),
        intro=section.text("intro"),
        email=email,
        links=tuple((label, _link(links, label)) for label in links.values),
    )


def _link(section: Section, key: str) -> str:
    url = section.text(key)
    if not url.startswith(("https://", "http://", "mailto:")) or any(character.isspace() for character in url):
        section.fault(key, "has to be an address", "Start it with https:// or mailto:.")
    return url


def read_feed(section: Section) -> FeedLimits:
    """Read `feed`."""
    section.only("items", "kilobytes")
    default = FeedLimits()
    return FeedLimits(section.number("items", default.items), section.number("kilobytes", default.kilobytes))


def read_cache(section: Section) -> CacheLimits:
    """Read `cache`."""
    section.only("megabytes", "days")
    default = CacheLimits()
    return CacheLimits(section.number("megabytes", default.megabytes), section.number("days", default.days))


def read_limits(section: Section) -> Limits:
    """Read `limits`."""
    names = Limits.__struct_fields__
    section.only(*names)
    return Limits(**{name: section.number(name, getattr(Limits(), name)) for name in names})


def read_allowed(own: Section) -> Mapping[str, str]:
    """Read `allow`, which may be left out."""
    if not isinstance(own.values.get("allow"), Section | None):
        own.fault("allow", "has to be names with their reasons", _ALLOWED_HINT)
        return {}
    section = own.section("allow")
    for name, reason in section.values.items():
        if not isinstance(reason, str) or not reason.strip():
            section.fault(name, "has to be a reason, in a few words", _ALLOWED_HINT)
    return {name: str(reason).strip() for name, reason in section.values.items()}


_ALLOWED_HINT = "Write a line for each below `allow:`, indented: `f-3f2a91c07b5e: the sample key of a manual`."


def read_giscus(section: Section) -> Giscus | None:
    """Read `giscus`; None where nothing is said."""
    names = Giscus.__struct_fields__
    section.only(*names)
    if not section.values:
        return None
    said = {name: section.text(name) for name in names}
    for name in [name for name, text in said.items() if not text]:
        section.fault(name, "is missing", _GISCUS, quote=False)
    if said["repo"] and not re.fullmatch(r"[\w.-]+/[\w.-]+", said["repo"]):
        section.fault("repo", "has to be the owner and the name of a repository", "Write it like `ada/learning`.")
    return Giscus(**said)


_GISCUS = "All four are needed: https://giscus.app gives them for a repository with discussions."


def read_newsletter(section: Section) -> Newsletter | None:
    """Read `newsletter`; None where nothing is said."""
    section.only("url", "form", "field")
    if not section.text("url"):
        return None
    default = Newsletter()
    form = section.flag("form", default=default.form)
    return Newsletter(_link(section, "url"), form, section.text("field", default.field))
