"""The site's settings: read once from mkdocs.yml, the environment and git, then passed along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from inpublic.errors import InpublicError
from inpublic.pages.badges import BADGES
from inpublic.settings.git import read_repository
from inpublic.settings.policy import KEY as POLICY
from inpublic.settings.policy import blocked_analytics, check_policy
from inpublic.settings.repository import Repository, pages_url
from inpublic.settings.sections import FILE, Section, read_settings

SITE_URL_VARIABLES = ("INPUBLIC_SITE_URL", "SITE_URL")


@dataclass(frozen=True, slots=True)
class Author:
    """Says who publishes; `intro` is Markdown, `links` are pairs of a label and an address."""

    name: str = ""
    headline: str = ""
    intro: str = ""
    email: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """Caps a feed: at most `items` entries and about `kilobytes` of content; the rest keeps its summary only."""

    items: int = 50
    kilobytes: int = 2000


@dataclass(frozen=True, slots=True)
class Limits:
    """Says how large things may be before they are kept off the site; megabytes are of a million bytes.

    GitHub refuses files of more than 100 MiB and sites of more than 1 GB. `megapixels` counts those of one picture
    once it is decoded, of all its frames together.
    """

    notebook_megabytes: int = 60
    file_megabytes: int = 100
    site_megabytes: int = 1000
    megapixels: int = 50


@dataclass(frozen=True, slots=True)
class Newsletter:
    """Offers the site by e-mail: a page to sign up at, or a form that posts the address as `field` to `url`."""

    url: str = ""
    form: bool = False
    field: str = "email"


@dataclass(frozen=True, slots=True)
class Config:
    """Holds every setting; `site_url` ends with a slash or is empty, `language` is a BCP 47 tag.

    `allow` maps the identifier of a finding of the publish gate to the reason why it may be published;
    `blocked_analytics` is the line of analytics that the pages' policy keeps from running, 0 for none.
    """

    root: Path
    site_name: str = "My portfolio"
    site_description: str = ""
    site_url: str = ""
    language: str = "en"
    directory_urls: bool = True
    author: Author = Author()
    repository: Repository | None = None
    badges: tuple[str, ...] = tuple(BADGES)
    feed: FeedLimits = FeedLimits()
    newsletter: Newsletter | None = None
    home: bool = True
    limits: Limits = Limits()
    allow: Mapping[str, str] = field(default_factory=dict)
    blocked_analytics: int = 0
    today: date | None = None

    @property
    def projects(self) -> Path:
        """Return the folder that learners put their work into."""
        return self.root / "projects"

    @property
    def docs(self) -> Path:
        """Return the folder that the site engine reads."""
        return self.root / "docs"

    @property
    def state(self) -> Path:
        """Return the git-ignored folder of the cache, the manifest and the lock."""
        return self.root / ".inpublic"


def load_config(root: Path, environ: Mapping[str, str], today: date | None = None) -> Config:
    """Read the settings of the site in `root`; raises InpublicError when mkdocs.yml is missing or wrong.

    What day is `today` serves to warn of dates that are still to come, and nothing that is written depends on it.
    """
    top = read_settings(_read(root), environ)
    own = top.section("extra").section("inpublic")
    own.only("author", "badges", "feed", "newsletter", "home", "limits", "allow", POLICY)
    check_policy(own)
    if top.text("docs_dir", "docs").rstrip("/") != "docs":
        raise top.fault("docs_dir", "has to be docs", "inpublic writes its pages there: take the line out.")
    if not (site_name := top.text("site_name")):
        raise InpublicError(f"{FILE}: site_name is missing", "Add a line such as `site_name: Ada Quill`.")
    repository = read_repository(root, environ, top.text("repo_url"))
    return Config(
        root=root,
        today=today,
        site_name=site_name,
        site_description=top.text("site_description"),
        site_url=_site_url(top, environ) or (pages_url(repository) if repository else ""),
        language=top.section("theme", short="name").text("language", "en"),
        directory_urls=top.flag("use_directory_urls", default=True),
        author=_author(own.section("author", short="name"), top.text("site_author")),
        repository=repository,
        badges=own.choices("badges", BADGES),
        feed=_feed(own.section("feed")),
        newsletter=_newsletter(own.section("newsletter", short="url")),
        home=own.flag("home", default=True),
        limits=_limits(own.section("limits")),
        allow=_allowed(own.section("allow")),
        blocked_analytics=blocked_analytics(top.section("extra")),
    )


def _read(root: Path) -> str:
    try:
        return (root / FILE).read_text("utf-8-sig")
    except FileNotFoundError as error:
        hint = "Go to the folder of your site, or start a new one with `inpublic init FOLDER`."
        raise InpublicError(f"there is no {FILE} in {root}", hint) from error
    except UnicodeDecodeError as error:
        raise InpublicError(f"{FILE} is not UTF-8 text", "Save it as UTF-8 in your editor.") from error
    except OSError as error:
        raise InpublicError(f"{FILE} cannot be read: {error.strerror}") from error


def _site_url(top: Section, environ: Mapping[str, str]) -> str:
    """Return the address said in mkdocs.yml, else in the environment, with a slash at its end."""
    if url := top.text("site_url"):
        if not _is_web_address(url):
            raise top.fault("site_url", "has to start with https:// and a host", "Leave it empty to have it found.")
        return url.rstrip("/") + "/"
    name, url = next(((name, environ[name]) for name in SITE_URL_VARIABLES if environ.get(name)), ("", ""))
    if url and not _is_web_address(url):
        raise InpublicError(f"{name} is «{url}» in the environment, but it has to start with https:// and a host")
    return url and url.rstrip("/") + "/"


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)


def _author(section: Section, site_author: str) -> Author:
    section.only("name", "headline", "intro", "email", "links")
    email = section.text("email")
    if email and ("@" not in email or any(character.isspace() for character in email)):
        raise section.fault("email", "is no e-mail address", "Write it like ada@example.org, or take the line out.")
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
        raise section.fault(key, "has to be an address", "Start it with https:// or mailto:")
    return url


def _feed(section: Section) -> FeedLimits:
    section.only("items", "kilobytes")
    default = FeedLimits()
    return FeedLimits(section.number("items", default.items), section.number("kilobytes", default.kilobytes))


def _limits(section: Section) -> Limits:
    names = [item.name for item in fields(Limits)]
    section.only(*names)
    return Limits(**{name: section.number(name, getattr(Limits(), name)) for name in names})


def _allowed(section: Section) -> Mapping[str, str]:
    reasons = {name: section.text(name).strip() for name in section.values}
    for name, reason in reasons.items():
        if not reason:
            raise section.fault(name, "has to be a reason", "Say in a few words why this may be published.")
    return reasons


def _newsletter(section: Section) -> Newsletter | None:
    section.only("url", "form", "field")
    if not section.text("url"):
        return None
    default = Newsletter()
    form = section.flag("form", default=default.form)
    return Newsletter(_link(section, "url"), form, section.text("field", default.field))
