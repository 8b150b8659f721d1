"""The preview: it listens to this computer only, and hands out nothing but the site."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from mkdocs.livereload import LiveReloadServer

from inpublic.errors import InpublicError
from inpublic.serving import SiteServer, allow_reloading, guard, is_inside, is_loopback, loopback_address, url_of

ROOT = Path(__file__).parent.parent
SECRET = "nobody else may read this"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1:8000", "127.0.0.1:8000"),
        ("127.1.2.3:80", "127.1.2.3:80"),
        ("localhost:9000", "127.0.0.1:9000"),
        ("LocalHost:9000", "127.0.0.1:9000"),
        ("[::1]:8000", "[::1]:8000"),
        ("::1:8126", "[::1]:8126"),
    ],
)
def test_addresses_of_this_computer_are_taken(address: str, expected: str) -> None:
    assert loopback_address(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0:8000",
        "192.168.1.20:8000",
        "10.0.0.1:8000",
        "[::]:8000",
        "[fe80::1]:8000",
        "example.org:8000",
        "localhost.example.org:8000",
        ":8000",
        "2130706433:8000",
        "0x7f.1:8000",
    ],
)
def test_an_address_that_others_can_reach_is_refused_with_the_reason_and_the_remedy(address: str) -> None:
    with pytest.raises(InpublicError) as caught:
        loopback_address(address)
    assert f"«{address.rpartition(':')[0]}»" in caught.value.message
    assert "other computers" in caught.value.message
    assert "127.0.0.1:8000" in caught.value.hint


@pytest.mark.parametrize(
    ("address", "message"),
    [
        *((address, "an address and a port") for address in ("8000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:８０")),
        ("127.0.0.1:0", "there is no port 0"),
        ("127.0.0.1:70000", "there is no port 70000"),
        (f"127.0.0.1:{'9' * 5000}", "there is no port 999"),
    ],
)
def test_what_is_no_address_with_a_port_is_named_as_such(address: str, message: str) -> None:
    with pytest.raises(InpublicError, match=message):
        loopback_address(address)


@pytest.mark.parametrize("host", ["", "evil.example", "127.0.0.1.evil.example", "localhost.", "[::1", "0"])
def test_other_names_are_not_this_computer(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", True),
        ("/a/index.html", True),
        ("/missing/", True),
        ("/../secret.txt", False),
        ("/a/../../secret.txt", False),
        ("//a/", True),
        ("/leading-out", False),
        ("/leading-out/secret.txt", False),
        ("/inside", True),
        ("/\0", False),
        ("/" + "x" * 5000, True),
    ],
)
def test_only_paths_below_the_site_are_inside(tmp_path: Path, path: str, expected: bool) -> None:
    root = tmp_path / "site"
    (root / "a").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text(SECRET)
    (root / "leading-out").symlink_to(tmp_path)
    (root / "inside").symlink_to(root / "a")
    assert is_inside(root, path) is expected


def test_the_script_that_reloads_is_the_only_one_that_gets_the_word() -> None:
    page = (
        b"<meta content=\"script-src 'self'; x\"><body><script>evil()</script><script>livereload(1, 2);</script></body>"
    )
    allowed = allow_reloading(page, "word")
    assert b"script-src 'self' 'nonce-word'; x" in allowed
    assert b'<script>evil()</script><script nonce="word">livereload(' in allowed
    plain = b"<meta content=\"script-src 'self'\"><script>evil()</script>"
    assert allow_reloading(plain, "word") == plain


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("served") / "site-folder"
    (root / "projects").mkdir(parents=True)
    (root / "docs").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "scripts/inpublic/overrides", root / "scripts/inpublic/overrides")
    shutil.copy(ROOT / "docs" / "about.md", root / "docs")
    (root / "projects" / "a-note.md").write_text("---\ndate: 2026-11-01\n---\n# A note\n", "utf-8")
    (root / "secret.txt").write_text(SECRET)
    return root


@pytest.fixture(scope="module", params=["127.0.0.1", "[::1]"])
def served(request: pytest.FixtureRequest, folder: Path, free_port: Callable[[], int]) -> Iterator[tuple[str, int]]:
    """The host and port of a real server, which ends with the tests."""
    host, port = request.param.strip("[]"), free_port()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as free:
            free.bind((host, 0))
    except OSError:
        pytest.skip(f"this computer has no {host}")
    command = [sys.executable, "-m", "inpublic", "serve", "--root", str(folder), "--address", f"{request.param}:{port}"]
    environ = {**os.environ, "SITE_URL": "https://ada.example/portfolio/", "NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            for _ in range(150):
                try:
                    ask(host, port, "/portfolio/")
                    break
                except OSError:
                    assert server.poll() is None, server.stdout and server.stdout.read()
                    time.sleep(0.2)
            else:
                pytest.fail("the server never answered")
            yield host, port
        finally:
            server.terminate()
            server.communicate(timeout=20)


def ask(host: str, port: int, path: str, *, name: str | None = "localhost", version: str = "1.1") -> tuple[int, str]:
    """Send one request byte for byte, as no browser would tidy it; return its status and the whole answer."""
    lines = [
        f"GET {path} HTTP/{version}",
        *([f"Host: {name}"] if name is not None else []),
        "Connection: close",
        "",
        "",
    ]
    with socket.create_connection((host, port), timeout=20) as connection:
        connection.sendall("\r\n".join(lines).encode("latin-1"))
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode("utf-8", "replace")
    return int(answer.split(" ", 2)[1]), answer


def test_pages_are_served_under_their_policy_and_may_reload(served: tuple[str, int]) -> None:
    status, answer = ask(*served, "/portfolio/projects/a-note/")
    assert status == 200
    assert "A note" in answer
    nonce = re.search(r"script-src 'self' 'nonce-([\w-]{20,})';", answer)
    assert nonce is not None
    assert answer.count("<script>") == 0
    assert answer.count(f'<script nonce="{nonce[1]}">') == 1
    assert nonce[1] not in ask(*served, "/portfolio/projects/a-note/")[1]


@pytest.mark.parametrize("name", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:99"])
def test_names_of_this_computer_are_answered(served: tuple[str, int], name: str) -> None:
    assert ask(*served, "/portfolio/", name=name)[0] == 200


@pytest.mark.parametrize(
    "name", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", None, "192.168.0.1"]
)
def test_a_name_that_somebody_else_leads_here_is_refused(served: tuple[str, int], name: str | None) -> None:
    status, answer = ask(*served, "/portfolio/", name=name)
    assert status == 403
    assert "A note" not in answer
    assert "http://127.0.0.1" in answer


OUTSIDE = (
    "/portfolio/../secret.txt",
    "/portfolio/../../secret.txt",
    "/portfolio/..%2f..%2fsecret.txt",
    "/portfolio/%2e%2e/%2e%2e/etc/passwd",
    "/portfolio/..%5c..%5csecret.txt",
    "/portfolio/..\\..\\secret.txt",
    "/portfolio//etc/passwd",
    "/portfolio/%2fetc%2fpasswd",
    "/portfolio/projects/../../../../../../../../etc/passwd",
    "/portfolio/..%00/",
    "/portfolio/%00",
    "/portfolio/..%c0%af..%c0%afetc/passwd",
    "/portfolio/mkdocs.yml",
    "/mkdocs.yml",
    "/etc/passwd",
    "//etc/passwd",
    "http://localhost/../etc/passwd",
    "file:///etc/passwd",
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_site_is_served(served: tuple[str, int], path: str) -> None:
    status, answer = ask(*served, path)
    assert status in (302, 400, 404)
    assert SECRET not in answer
    assert "root:" not in answer
    assert "site_name:" not in answer


@pytest.mark.parametrize(
    "path", ["/portfolio/assets/", "/portfolio/assets/inpublic/", "/portfolio/search/", "/portfolio/assets"]
)
def test_folders_are_not_listed(served: tuple[str, int], path: str) -> None:
    status, answer = ask(*served, path)
    assert status == 404
    assert "inpublic.css</a>" not in answer
    assert "search_index.json" not in answer


def served_by(server: LiveReloadServer, path: str) -> bytes:
    environ: dict[str, object] = {"PATH_INFO": path, "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    app = server.get_app()
    assert app is not None
    return b"".join(app(environ, lambda status, headers, error=None: lambda data: None))


def test_a_link_on_the_disk_that_leads_out_of_the_site_leads_nowhere(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "secret.txt").write_text(SECRET)
    (site / "secret.txt").symlink_to(tmp_path / "secret.txt")
    (site / "here.txt").write_text("here")
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(site))
    try:
        assert served_by(server, "/secret.txt") == SECRET.encode()
        guard(server)
        assert served_by(server, "/here.txt") == b"here"
        assert SECRET.encode() not in served_by(server, "/secret.txt")
    finally:
        server.server_close()


@pytest.mark.parametrize(
    ("address", "mount", "url"),
    [
        ("127.0.0.1:8000", "", "http://127.0.0.1:8000/"),
        ("127.0.0.1:8000", "/portfolio/", "http://127.0.0.1:8000/portfolio/"),
        ("[::1]:80", "/a/b", "http://[::1]:80/a/b/"),
    ],
)
def test_the_preview_has_the_path_of_the_published_site(address: str, mount: str, url: str) -> None:
    assert url_of(address, mount) == url


def test_no_answer_is_torn_while_the_site_is_exchanged(tmp_path: Path) -> None:
    """Of two sites that take turns, each answer is a whole file of one of them, and says its length."""
    for name, size in {"one": 300_000, "two": 5}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "data.txt").write_bytes(name[:1].encode() * size)
    (tmp_path / "one").rename(tmp_path / "site")
    server = SiteServer(tmp_path / "site", "127.0.0.1:0", "/")
    server.bind()
    server.begin()
    answers: list[tuple[int, str, str]] = []

    def browse() -> None:
        for _ in range(60):
            status, answer = ask("127.0.0.1", server.server_port, "/data.txt")
            head, _, body = answer.partition("\r\n\r\n")
            answers.append((status, head, body))

    browsers = [threading.Thread(target=browse) for _ in range(3)]
    names = ["one", "two"]
    try:
        for browser in browsers:
            browser.start()
        while any(browser.is_alive() for browser in browsers):
            with server.exchange():
                (tmp_path / "site").rename(tmp_path / names[0])
                (tmp_path / names[1]).rename(tmp_path / "site")
            names.reverse()
    finally:
        for browser in browsers:
            browser.join()
        server.shutdown()
    assert len(answers) == 180
    for status, head, body in answers:
        assert status == 200
        assert body in {"o" * 300_000, "t" * 5}
        assert f"Content-Length: {len(body)}" in head


def test_pages_that_are_missing_get_the_page_of_the_site_for_that(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("lost?")
    server = SiteServer(tmp_path, "127.0.0.1:0", "/")
    try:
        assert b"lost?" in served_by(server, "/nowhere/")
    finally:
        server.server_close()
