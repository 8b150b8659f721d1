"""The tree is ordinary: MkDocs and Zensical build the same site from it, with the same mkdocs.yml."""

from __future__ import annotations

import logging
import os
import runpy
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import click
import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from inpublic.engine.breakage import broken
from inpublic.engine.listening import listen
from inpublic.engine.reading import load_settings
from inpublic.settings.config import load_config

HERE = Path(__file__).parent.parent
GOOD = "---\ndate: 2026-03-01\n---\n# Taxi\n\nHow much will this ride cost, and why?\n"
FEEDS = ("feed.xml", "atom.xml", "feed.json", "feeds/tag/regression.xml")


def zensical() -> str:
    """Find Zensical in an environment of its own; CI has to have it."""
    found = os.environ.get("INPUBLIC_ZENSICAL") or shutil.which("zensical") or ""
    if not found:
        reason = "set INPUBLIC_ZENSICAL to a zensical that is installed in an environment of its own"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the example site and make its tree."""
    root = tmp_path_factory.mktemp("example") / "site-folder"
    root.mkdir()
    shutil.copy(HERE / "mkdocs.yml", root)
    for name in ("projects", "scripts/inpublic/overrides"):
        shutil.copytree(HERE / name, root / name)
    (root / "docs").mkdir()
    shutil.copy(HERE / "docs" / "about.md", root / "docs")
    command(root, sys.executable, "-m", "inpublic", "build", "--tree-only", "--strict")
    return root


def command(root: Path, *words: str) -> None:
    environ = {**os.environ, "SITE_URL": "https://ada.example/portfolio/", "GITHUB_REPOSITORY": "ada/learning"}
    done = subprocess.run(words, cwd=root, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def pages(site: Path) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Read of each page its title and its headings' levels and anchors."""
    found = {}
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        if name == "404.html" or name.startswith("assets/"):
            continue
        page = LexborHTMLParser(path.read_text("utf-8"))
        headings = [
            (node.tag, node.attributes.get("id") or "") for node in page.css("article :is(h1,h2,h3,h4,h5,h6)[id]")
        ]
        title = page.css_first("article h1")
        for link in title.css(".headerlink") if title else ():
            link.decompose()
        found[name] = (title.text(strip=True) if title else "", headings)
    return found


@pytest.mark.slow
def test_mkdocs_and_zensical_build_the_same_pages_titles_anchors_and_feeds(example: Path) -> None:
    engine = zensical()
    command(example, sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", "by-mkdocs")
    command(example, engine, "build")
    by_mkdocs, by_zensical = pages(example / "by-mkdocs"), pages(example / "site")
    assert len(by_mkdocs) >= 18
    apart = by_zensical.pop("timeline/index.html")[1]
    title, about = by_zensical["about/index.html"]
    by_zensical["about/index.html"] = (title, [*about, *((f"h{int(tag[1]) + 1}", name) for tag, name in apart)])
    assert by_zensical == by_mkdocs, "the same, but for the timeline, which our plugin shows below the About page"
    for feed in FEEDS:
        content = (example / "docs" / feed).read_bytes()
        assert (example / "by-mkdocs" / feed).read_bytes() == content
        assert (example / "site" / feed).read_bytes() == content


def test_the_feeds_of_the_example_site_break_no_rule_and_hold_every_dated_project(example: Path) -> None:
    broken_rules = runpy.run_path(str(Path(__file__).with_name("feedrules.py")))["broken_rules"]
    feeds = (
        sorted(example.glob("docs/*.xml")) + sorted(example.glob("docs/feeds/tag/*.xml")) + [example / "docs/feed.json"]
    )
    assert len(feeds) > 8
    for feed in feeds:
        assert broken_rules(feed.read_bytes()) == [], feed.name
        if feed.suffix == ".xml":
            parsed = feedparser.parse(feed.read_bytes())
            assert not parsed.bozo, feed.name
            assert parsed.entries, feed.name
    entries = feedparser.parse((example / "docs/feed.xml").read_bytes()).entries
    assert len(entries) == 15  # all but the one without a date


@pytest.mark.slow
def test_the_site_knows_its_address_in_a_fork_without_any_editing(example: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "SITE_URL"}
    environ["GITHUB_REPOSITORY"] = "Grace/Portfolio"
    words = [sys.executable, "-m", "inpublic", "build", "--strict"]
    subprocess.run(words, cwd=example, env=environ, capture_output=True, check=True)
    html = (example / "site/projects/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://grace.github.io/Portfolio/projects/">' in html
    assert "https://colab.research.google.com/github/Grace/Portfolio/blob/" in html
    assert "https://grace.github.io/Portfolio/projects/" in (example / "site/feed.xml").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("words", [("inpublic", "serve", "--address"), ("mkdocs", "serve", "--dev-addr")])
def test_either_preview_follows_a_change_and_stops(
    example: Path, words: tuple[str, ...], free_port: Callable[[], int]
) -> None:
    """The first build and one rebuild are looked at, from outside the process."""
    port = free_port()
    environ = {**os.environ, "SITE_URL": "", "GITHUB_REPOSITORY": ""}
    command = [sys.executable, "-m", *words, f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=example, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait_for(address: str, text: str) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/{address}", timeout=5) as answer:
                    if text in answer.read().decode():
                        return
            except OSError:
                pass
            time.sleep(0.2)
        pytest.fail(f"{address} never showed {text!r}")

    try:
        wait_for("projects/", 'class="ip-card')
        note = f"---\ndate: 2026-11-01\n---\n# A note for {words[0]}\n"
        (example / "projects" / f"note-{words[0]}.md").write_text(note, "utf-8")
        wait_for(f"projects/note-{words[0]}/", f"A note for {words[0]}")
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert server.returncode is not None


# Hooks, plugins and settings that break


BREAKS = "def on_page_content(html, page, config, files): return html / 0\n"
SETTINGS = "site_name: Ada\nplugins: [inpublic]\n"


def mkdocs(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *words], cwd=root, env=environ, capture_output=True, text=True, check=False
    )


def test_a_hook_that_crashes_is_named_and_no_bug_of_ours(
    make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    files = {"mkdocs.yml": f"{SETTINGS}hooks: [breaks.py]\n", "breaks.py": BREAKS, "projects/taxi.md": GOOD}
    root = make_site(files)
    result = run("build", "--root", root)
    assert result.exit_code == 1
    assert "the plugin or hook «breaks.py» of mkdocs.yml broke: TypeError" in result.output
    assert "Traceback" not in result.output
    assert "bug" not in result.output
    assert not (root / "site").exists()
    verbose = run("build", "--root", root, "--verbose")
    assert "breaks.py" in verbose.output.split("Traceback")[1]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("ZeroDivisionError('x')", "«breaks_{n}.py» of mkdocs.yml broke: ZeroDivisionError: x"),
        ("ConnectionResetError(104, 'gone')", "«breaks_{n}.py» of mkdocs.yml broke: ConnectionResetError"),
        ("OSError(28, 'No space left on device')", "cannot read or write"),
        ("ValueError('sk-proj-abcdefGHIJKLmnop1234567890QRSTuvwxyz12345678AB')", "broke: ValueError: sk-p…AB"),
    ],
)
def test_whatever_a_hook_raises_is_said_in_words(
    error: str, said: str, make_site: Callable[..., Path], run: Callable[..., click.testing.Result]
) -> None:
    name = f"breaks_{len(error)}.py"  # MkDocs loads a hook of one name once in a process
    hook = f"def on_pre_build(config): raise {error}\n"
    result = run("build", "--root", make_site({"mkdocs.yml": f"{SETTINGS}hooks: [{name}]\n", name: hook}))
    assert result.exit_code == 1
    assert said.format(n=len(error)) in result.output


def test_a_bug_of_ours_in_the_plugin_stays_one(make_site: Callable[..., Path]) -> None:
    settings = load_settings(load_config(make_site({"mkdocs.yml": SETTINGS}), {}))[0]
    settings.config_file_path = None  # type: ignore[assignment]  # what MkDocs never hands over
    with pytest.raises(TypeError) as caught:
        settings.plugins.on_config(settings)
    assert broken(caught.value, settings) is None


def test_lines_of_mkdocs_steer_no_terminal_and_start_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    listen(verbose=False, told=["said before"])
    for words in ("a\x1b[31m.md\n::error::b", "##[error]c", "said before"):
        logging.getLogger("mkdocs.test").warning(words)
    assert capsys.readouterr().err == "warning: a\\x1b[31m.md\n  | ::error::b\nwarning: # #[error]c\n"


def test_mkdocs_build_stops_with_our_words(make_site: Callable[..., Path]) -> None:
    root = make_site({"mkdocs.yml": f"{SETTINGS}extra: {{inpublic: {{feeds: 1, home: 2}}}}\n"})
    built = mkdocs(root, "build")
    assert built.returncode == 1
    assert "mkdocs.yml:3: extra.inpublic.feeds is an unknown setting" in built.stderr
    assert "2 things in mkdocs.yml must be mended" in built.stderr
    assert "Traceback" not in built.stderr
    assert not (root / "site").exists()


def test_mkdocs_build_stops_when_the_tree_cannot_be_written(make_site: Callable[..., Path]) -> None:
    root = make_site({"mkdocs.yml": SETTINGS, "projects/taxi.md": GOOD, ".inpublic/manifest.json/x": "in the way"})
    built = mkdocs(root, "build")
    assert built.returncode == 1
    assert "manifest.json" in built.stderr
    assert "Traceback" not in built.stderr
    assert not (root / "site").exists()


@pytest.mark.slow
def test_a_preview_outlives_broken_settings_and_heals(
    make_site: Callable[..., Path], tmp_path: Path, free_port: Callable[[], int]
) -> None:
    root = make_site({"mkdocs.yml": SETTINGS, "projects/taxi.md": GOOD})
    port = free_port()
    log = tmp_path / "log"
    words = [sys.executable, "-m", "inpublic", "serve", "--address", f"127.0.0.1:{port}"]

    def page() -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    def wait(is_there: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + 60
        while not is_there():
            assert time.monotonic() < end, f"{what}: {log.read_text()}"
            time.sleep(0.2)

    with log.open("w") as out, subprocess.Popen(words, cwd=root, stdout=out, stderr=out) as server:
        try:
            wait(lambda: "Ada" in page(), "the first site")
            for number, (text, said) in enumerate(
                [
                    ("site_name: [\n", "mkdocs.yml:2: error: cannot be read as YAML"),
                    (f"{SETTINGS}site_dir: docs\n", "mkdocs.yml:3: error: site_dir is «docs»"),
                    (f"{SETTINGS}theme: nowhere\n", "mkdocs.yml:3: error: MkDocs does not take «theme»"),
                ]
            ):
                (root / "mkdocs.yml").write_text(text)
                wait(lambda said=said: said in log.read_text(), said)  # type: ignore[misc]
                assert "Ada" in page(), number
            (root / "mkdocs.yml").write_text(SETTINGS.replace("Ada", "Grace"))
            wait(lambda: "Grace" in page(), "the mended site")
            assert "Traceback" not in log.read_text()
        finally:
            server.terminate()
