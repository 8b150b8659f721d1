"""The site's settings: read once from mkdocs.yml, the environment and git, then passed along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct, field

from inpublic.errors import InpublicError, Problem
from inpublic.pages.badges import BADGES
from inpublic.settings.git import read_repository
from inpublic.settings.parts import (
    Author,
    CacheLimits,
    FeedLimits,
    Giscus,
    Limits,
    Newsletter,
    read_allowed,
    read_author,
    read_cache,
    read_feed,
    read_giscus,
    read_limits,
    read_newsletter,
)
from inpublic.settings.policy import KEY as POLICY
from inpublic.settings.policy import blocked_analytics, check_policy
from inpublic.settings.quoting import shown
from inpublic.settings.repository import Repository, pages_url
from inpublic.settings.sections import FILE, Section, read_settings, refusal
from inpublic.settings.sitedir import STATE, meet, overlap

SITE_URL_VARIABLES = ("INPUBLIC_SITE_URL", "SITE_URL")

_OWN = "author badges feed newsletter giscus home rhythm timeline coaching limits cache allow".split()


class Config(Struct, frozen=True):
    """Holds every setting; `site_url` ends with a slash or is empty, `language` is a BCP 47 tag.

    `allow` maps the identifier of a finding of the publish gate to the reason why it may be published;
    `settings` are all of mkdocs.yml, for the site's engine;
    `blocked_analytics` is the line of analytics that the pages' policy keeps from running, 0 for none.
    """

    root: Path
    site_name: str = "My portfolio"
    site_description: str = ""
    site_url: str = ""
    language: str = "en"
    directory_urls: bool = True
    author: Author = field(default_factory=Author)
    repository: Repository | None = None
    badges: tuple[str, ...] = tuple(BADGES)
    feed: FeedLimits = field(default_factory=FeedLimits)
    newsletter: Newsletter | None = None
    giscus: Giscus | None = None
    home: bool = True
    rhythm: bool = True
    timeline: bool = True
    coaching: bool = True
    resume_pdf: bool = False
    limits: Limits = field(default_factory=Limits)
    cache: CacheLimits = field(default_factory=CacheLimits)
    allow: Mapping[str, str] = field(default_factory=dict)
    blocked_analytics: int = 0
    today: date | None = None
    settings: Section = field(default_factory=Section)

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
        return self.root / STATE


def load_config(root: Path, environ: Mapping[str, str], today: date | None = None) -> Config:
    """Read the settings of the site in `root`; raises InpublicError with all that is wrong in mkdocs.yml.

    What day is `today` serves to warn of dates that are still to come, and nothing that is written depends on it.
    """
    top = read_settings(read_text(root), environ)
    own = top.section("extra").section("inpublic")
    _check(top, own, root)
    repository = read_repository(root, environ, top.text("repo_url"))
    config = Config(
        root=root,
        today=today,
        settings=top,
        site_name=top.text("site_name"),
        site_description=top.text("site_description"),
        site_url=_site_url(top, environ) or (pages_url(repository) if repository else ""),
        language=top.section("theme", short="name").text("language", "en"),
        directory_urls=top.flag("use_directory_urls", default=True),
        author=read_author(own.section("author", short="name"), top.text("site_author")),
        repository=repository,
        badges=own.choices("badges", BADGES),
        feed=read_feed(own.section("feed")),
        newsletter=read_newsletter(own.section("newsletter", short="url")),
        giscus=read_giscus(own.section("giscus")),
        home=own.flag("home", default=True),
        rhythm=own.flag("rhythm", default=True),
        timeline=own.flag("timeline", default=True),
        coaching=own.flag("coaching", default=True),
        limits=read_limits(own.section("limits")),
        cache=read_cache(own.section("cache")),
        allow=read_allowed(own),
        blocked_analytics=blocked_analytics(top.section("extra")),
    )
    if top.faults:
        raise refusal(sorted(dict.fromkeys(top.faults), key=lambda fault: fault.line or 0))
    return config


def read_text(root: Path) -> str:
    """Return the text of mkdocs.yml; raises InpublicError where there is none."""
    try:
        return (root / FILE).read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        hint = "Go to the folder of your site, or start a new one with `inpublic init FOLDER`."
        raise InpublicError(f"there is no {FILE} in {root}", hint) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise refusal([Problem(FILE, "is not UTF-8 text", "Save it as UTF-8 in your editor.", line)]) from error
    except OSError as error:
        fault = Problem(FILE, f"cannot be read: {error.strerror}", "It has to be a file that you may read.")
        raise refusal([fault]) from error


def _check(top: Section, own: Section, root: Path) -> None:
    """Add faults where a setting is of no use, or where building would do harm."""
    own.only(*_OWN, POLICY)
    check_policy(own)
    _check_folders(top, root)
    if _is_blank(top.values.get("site_name")):
        top.faults.append(Problem(FILE, "site_name is missing", "Add a line such as `site_name: Ada Quill`."))


def _check_folders(top: Section, root: Path) -> None:
    """Add faults where the site would be built into what is the learner's, or our pages written among it."""
    if top.text("docs_dir", "docs").rstrip("/") != "docs":
        top.fault("docs_dir", "has to be docs", "Take the line out: inpublic writes its pages there.")
    elif meet(root / "docs", root / "projects"):
        hint = "Make them two folders: inpublic writes its pages into docs/, and never into your work."
        top.faults.append(Problem("docs", "this is, by a link, in one folder with projects/", hint))
    hint = "Take the line out: then the site is in site/."
    site = top.values.get("site_dir")
    if not isinstance(site, str | None) or "\0" in (site or ""):
        top.fault("site_dir", "has to be the name of a folder", hint)
    elif lost := overlap(root / ("site" if site is None else site), root):
        top.fault("site_dir", f"has to be a folder for nothing else: a build there would empty {lost}", hint)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _site_url(top: Section, environ: Mapping[str, str]) -> str:
    """Return the address said in mkdocs.yml, else in the environment, with a slash at its end."""
    if url := top.text("site_url"):
        if not _is_web_address(url):
            top.fault("site_url", "has to start with https:// and a host", "Leave it empty to have it found.")
        return url.rstrip("/") + "/"
    name, url = next(((name, environ[name]) for name in SITE_URL_VARIABLES if environ.get(name)), ("", ""))
    if url and not _is_web_address(url):
        message = f"{name} is «{shown(name, url)}» in the environment, but it has to start with https:// and a host"
        raise InpublicError(message, f"Mend or unset {name}: without it the address is found.")
    return url and url.rstrip("/") + "/"


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
