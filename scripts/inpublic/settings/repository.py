"""Where the sources live on the web: the repository's host, name, branch and the site's place in it."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from pathlib import PurePosixPath
from posixpath import join, normpath
from urllib.parse import quote, urlsplit

from msgspec import Struct

_GIT_ROOT = PurePosixPath()


class Service(Enum):
    """Says which software shows the repository on the web, and so how its addresses look."""

    GITHUB = "GitHub"
    GITLAB = "GitLab"
    BITBUCKET = "Bitbucket"
    FORGEJO = "Codeberg"
    OTHER = ""


class Repository(Struct, frozen=True):
    """Names a repository on a hosting service.

    `owner` holds GitLab's subgroups too (`group/sub`). `folder` is the site's folder relative to the git
    root (`.` when they are the same); `branch` the default branch, which may contain slashes.
    """

    host: str
    owner: str
    name: str
    branch: str = "main"
    folder: PurePosixPath = _GIT_ROOT

    @property
    def service(self) -> Service:
        """Tell the service by the host's name; a company's own host is known when it carries the product's."""
        return next((service for pattern, service in _SERVICES if re.search(pattern, self.host)), Service.OTHER)


_SERVICES = (
    (r"github|\.ghe\.com$", Service.GITHUB),
    (r"gitlab", Service.GITLAB),
    (r"^bitbucket\.org$", Service.BITBUCKET),
    (r"codeberg|forgejo|gitea", Service.FORGEJO),
)
# What stands between the repository and the branch: of the page that shows a file, and of the file itself.
_VIEWS = {
    Service.GITHUB: ("blob", "raw"),
    Service.GITLAB: ("-/blob", "-/raw"),
    Service.BITBUCKET: ("src", "raw"),
    Service.FORGEJO: ("src/branch", "raw/branch"),
}
# git@host:owner/name, but neither C:\folder nor host:/folder/on/that/machine
_SCP = re.compile(r"(?:[^@/\s]+@)?(?P<host>[^:/@\s]{2,}):(?!/)(?P<path>[^\s\\]+)")
# Names under which ssh reaches the two: over port 443, and in the ~/.ssh/config of people with two accounts.
_ALIAS = re.compile(r"(?:www\.|ssh\.|altssh\.)?(github|gitlab)\.com(?:-[\w.-]+)?|(github|gitlab)-[\w-]+")


def parse_remote(url: str) -> Repository | None:
    """Read a remote as git spells it, or the address of a repository's page; None for a path on this machine.

    A user name or token in the address is dropped.
    """
    split = _split_remote(url.strip())
    if split is None:
        return None
    host, path = split
    owner, _, name = path.strip("/").removesuffix(".git").rpartition("/")
    return Repository(_web_host(host.lower()), owner, name) if host and owner and name else None


def _split_remote(url: str) -> tuple[str, str] | None:
    if "://" not in url:
        found = _SCP.fullmatch(url)
        return (found["host"], found["path"]) if found else None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # an unclosed [ or a port that is no number
        return None
    if parts.scheme in {"http", "https"} and port:
        host = f"{host}:{port}"
    return (host, parts.path) if parts.scheme in {"http", "https", "ssh", "git", "git+ssh"} else None


def _web_host(host: str) -> str:
    found = _ALIAS.fullmatch(host)
    return f"{found[1] or found[2]}.com" if found else host


def web_url(repository: Repository) -> str:
    """Return the address of the repository's page, without a slash at its end."""
    return f"https://{repository.host}/{quote_path(repository.owner)}/{quote_path(repository.name)}"


def source_url(repository: Repository, path: PurePosixPath) -> str:
    """Return the page that shows `path` (from the site's folder), empty when no such page is known."""
    return _view_url(repository, path, 0)


def raw_url(repository: Repository, path: PurePosixPath) -> str:
    """Return the address of the file's bytes; `path` is from the site's folder. Empty when none is known."""
    return _view_url(repository, path, 1)


def _view_url(repository: Repository, path: PurePosixPath, view: int) -> str:
    inside, start = path_in_repository(repository, path), _start(repository, view)
    return f"{start}/{quote_path(inside)}" if inside is not None and start else ""


@lru_cache
def _start(repository: Repository, view: int) -> str:
    """Return what the addresses of all files have in common; each of a thousand pages has several."""
    service = repository.service
    if service not in _VIEWS:
        return ""
    return f"{web_url(repository)}/{_VIEWS[service][view]}/{quote_path(repository.branch)}"


def path_in_repository(repository: Repository, path: PurePosixPath) -> PurePosixPath | None:
    """Turn a path from the site's folder into one from the git root; None when it leads out of the repository."""
    inside = PurePosixPath(normpath(join(str(repository.folder), str(path))))
    return None if inside.is_absolute() or inside.parts[:1] == ("..",) else inside


def quote_path(path: PurePosixPath | str, *, safe: str = "/") -> str:
    """Percent-encode a path as UTF-8; bytes of a file name that are not UTF-8 are kept as they are on disk."""
    return quote(str(path).encode("utf-8", "surrogateescape"), safe=safe)


def pages_url(repository: Repository) -> str:
    """Return where GitHub Pages or GitLab Pages puts the repository's site, empty for other hosts."""
    domain = {"github.com": "github.io", "gitlab.com": "gitlab.io"}.get(repository.host)
    if domain is None:
        return ""
    group, *rest = [*repository.owner.split("/"), repository.name]
    site = f"{group.lower()}.{domain}"
    path = "" if rest[-1].lower() == site else "/".join(rest) + "/"
    return f"https://{site}/{quote_path(path)}"
