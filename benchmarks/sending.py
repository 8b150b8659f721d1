"""Serves the folder of a built site as GitHub Pages does: text packed with gzip, everything else as it is."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

_PACKED = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")


@dataclass(slots=True)
class Sent:
    """Remembers which paths were asked for and the bytes of their bodies as they were sent."""

    answers: list[tuple[str, int]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, sent: Sent, *args: object) -> None:
        self._folder, self._sent = folder, sent
        super().__init__(*args)  # type: ignore[arg-type]  # the server's own

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = (self._folder / path.lstrip("/")).resolve()
        file = file / "index.html" if file.is_dir() else file
        if not file.is_relative_to(self._folder) or not file.is_file():
            self._answer(404, "text/plain", b"not here", packed=False)
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        packed = kind.startswith(_PACKED) and "gzip" in self.headers.get("Accept-Encoding", "")
        body = _pack(file) if packed else file.read_bytes()
        self._sent.answers.append((path, len(body)))
        self._answer(200, kind, body, packed=packed)

    def _answer(self, code: int, kind: str, body: bytes, *, packed: bool) -> None:
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@cache
def _pack(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6, mtime=0)


@contextmanager
def sending(folder: Path) -> Iterator[tuple[str, Sent]]:
    """Serve a folder on a free port of this computer, to this computer only; give its address and what is sent."""
    sent = Sent()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folder.resolve(), sent))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", sent
    finally:
        server.shutdown()
        server.server_close()
