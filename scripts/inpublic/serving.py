"""The preview's server: MkDocs' own, which listens to this computer only and hands out nothing but the site."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import TYPE_CHECKING

from mkdocs.livereload import LiveReloadServer, _serve_url, _timestamp

from inpublic.errors import InpublicError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_USUAL = "127.0.0.1:8000"
_HINT = (
    f"Use `--address {_USUAL}`, or another port. To show the site to others, publish it: "
    "drafts and unchecked work are in the preview, too."
)
_PORTS = 65535
_DIGITS = 9
"""Digits of a number that is still read: Python refuses some thousands of them."""
_REFUSED = "403 Forbidden"
_WORDS = b"The preview answers this computer only: open it as http://127.0.0.1 or http://localhost\n"
_QUIET, _LONGEST = 0.15, 1.0
"""Seconds without a request after which a browser has what it wanted, and seconds to wait for that at most."""
_POLICY_BEGINS = 4096
"""Bytes of a page within which its policy stands."""


def loopback_address(address: str) -> str:
    """Return an address such as `localhost:8000` as IP:PORT; raises InpublicError if other computers could hear it."""
    host, colon, port = address.rpartition(":")
    if not colon or not (port.isascii() and port.isdigit()):
        raise InpublicError(
            f"--address is «{address}», but has to be an address and a port", f"Write `--address {_USUAL}`."
        )
    if len(port) > _DIGITS or not 0 < int(port) <= _PORTS:
        raise InpublicError(
            f"there is no port {port}", f"Ports are numbers from 1 to {_PORTS}: write `--address {_USUAL}`."
        )
    if host.lower() == "localhost":
        return f"127.0.0.1:{port}"
    if not is_loopback(host):
        raise InpublicError(f"«{host}» can be reached from other computers, and the preview is for this one", _HINT)
    return f"[{host}]:{port}" if ":" in host and not host.startswith("[") else address


def is_loopback(host: str) -> bool:
    """Tell whether a host, as it stands in an address, is this computer; IPv6 stands in brackets."""
    if host.lower() == "localhost":
        return True
    is_bracketed = host.startswith("[") and host.endswith("]")
    try:
        return ipaddress.ip_address(host[1:-1] if is_bracketed else host).is_loopback
    except ValueError:
        return False


def url_of(address: str, mount: str) -> str:
    """Return what to open in a browser; `mount` is the path that the site has where it is published."""
    host, _, port = address.rpartition(":")
    return _serve_url(host, int(port), mount)


class SiteServer(LiveReloadServer):
    """Serves a folder, always as a whole: while it is exchanged, requests wait.

    MkDocs' server would build as well, and let requests wait for that; here whoever builds calls `exchange`.
    """

    def __init__(self, root: Path, address: str, mount: str) -> None:
        host, _, port = address.rpartition(":")
        self._whole = Lock()
        self._asked = 0.0
        super().__init__(lambda: None, host.strip("[]"), int(port), str(root), mount_path=mount)
        self.watch(str(root))
        self.error_handler = self._error_page
        guard(self)

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:  # noqa: ARG002 - its signature
        """Remember what plugins want to have watched."""
        self._watched_paths[path] = 1

    def bind(self) -> None:
        """Take the address, and let browsers wait; raises OSError when it is taken."""
        self.server_bind()
        self.server_activate()

    def begin(self) -> None:
        """Answer from now on."""
        self.serve_thread.start()

    @contextmanager
    def exchange(self) -> Iterator[None]:
        """Let the folder be exchanged meanwhile; afterwards the pages that are open in browsers are loaded again."""
        with self._whole:
            yield
        with self._epoch_cond:
            self._wanted_epoch = self._visible_epoch = max(_timestamp(), self._visible_epoch + 1)
            self._epoch_cond.notify_all()

    def rest(self) -> None:
        """Wait until browsers have what they were told to load: what this process does meanwhile, they wait for."""
        start = monotonic()
        while monotonic() < min(start + _LONGEST, max(start, self._asked) + _QUIET):
            sleep(_QUIET / 4)

    def serve_request(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a file as it is in this moment, read to its end."""
        if environ["PATH_INFO"].startswith("/livereload/"):  # answered when there is something new
            return super().serve_request(environ, start_response)
        try:
            with self._whole:
                return [_read(super().serve_request(environ, start_response))]
        finally:
            self._asked = monotonic()

    def _error_page(self, code: int) -> bytes | None:
        page = Path(self.root, f"{code}.html")
        return page.read_bytes() if page.is_file() else None


def _read(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        if close := getattr(answer, "close", None):
            close()


def guard(server: LiveReloadServer) -> None:
    """Let a server of MkDocs answer this computer only, and stay inside the site.

    A page of another site that knows its port could read the preview through a host name of its own that leads to
    127.0.0.1 («DNS rebinding»); the name that was asked for tells it.
    """
    app = server.get_app()
    if app is None:
        return
    server.set_app(_guarded(app, Path(server.root).resolve(), server.mount_path))


def _guarded(app: WSGIApplication, root: Path, mount: str) -> WSGIApplication:
    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if not is_loopback(_without_port(environ.get("HTTP_HOST", ""))):
            return _say(start, _REFUSED, _WORDS)
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "ignore")
        if not is_inside(root, path.removeprefix(mount)):
            return _say(start, "404 Not Found", b"There is nothing here.\n")
        return _with_reloading(app, environ, start)

    return answer


def is_inside(root: Path, path: str) -> bool:
    """Tell whether a path of an address stays in the site's folder, wherever links on the disk lead."""
    try:
        return root.joinpath(path.lstrip("/\\")).resolve().is_relative_to(root)
    except (OSError, ValueError):  # a byte that no name can hold
        return False


def _without_port(host: str) -> str:
    name, _, port = host.rpartition(":")
    return name if port.isdigit() and name else host


def _say(start: StartResponse, status: str, words: bytes) -> Iterable[bytes]:
    start(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(words)))])
    return [words]


def _with_reloading(app: WSGIApplication, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Pass on an answer; in a page the script that MkDocs has just written into it is allowed to run."""
    heads: list[tuple[str, list[tuple[str, str]]]] = []

    def keep(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
        heads.append((status, headers))
        return lambda _data: None

    body = app(environ, keep)
    status, headers = heads[0]
    if dict(headers).get("Content-Type") != "text/html":
        start(status, headers)
        return body
    page = allow_reloading(_read(body), secrets.token_urlsafe(16))
    start(status, [*(pair for pair in headers if pair[0] != "Content-Length"), ("Content-Length", str(len(page)))])
    return [page]


def allow_reloading(page: bytes, nonce: str) -> bytes:
    """Let the last script of a page run under its policy: `nonce` names it in both."""
    before, tag, after = page.rpartition(b"<script>")
    if not tag or b"livereload(" not in after:
        return page
    word = nonce.encode()
    start = before[:_POLICY_BEGINS].replace(b"script-src 'self'", b"script-src 'self' 'nonce-%b'" % word, 1)
    return b'%b%b<script nonce="%b">%b' % (start, before[_POLICY_BEGINS:], word, after)
