"""What must not be published leaves no trace in docs/ or site/: really built sites are searched byte by byte."""

from __future__ import annotations

import gzip
import io
import json
import re
import runpy
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from PIL import Image, PngImagePlugin

from inpublic.gate import inspection
from inpublic.gate.masks import identifier
from inpublic.load import load_website
from inpublic.settings.config import load_config

FAKES: Mapping[str, list[str]] = runpy.run_path(str(Path(__file__).with_name("fakes.py")))["fakes"]()
KIND = "GitHub token"
KEY = FAKES[KIND][0]
NAME = identifier(KIND, KEY)
MASKED = f"{KEY[:4]}…{KEY[-2:]}"
GOOD = "---\ndate: 2026-04-01\ntags: [clustering]\n---\n# Good neighbour\n\nWhich grapes went into this bottle?\n"

Run = Callable[..., click.testing.Result]
MakeSite = Callable[[Mapping[str, str | bytes]], Path]


def picture(colour: int = 0, **notes: str) -> bytes:
    file, info = io.BytesIO(), PngImagePlugin.PngInfo()
    for name, text in notes.items():
        info.add_text(name, text)
    Image.new("RGB", (40, 30), (colour, 90, 90)).save(file, "PNG", pnginfo=info)
    return file.getvalue()


def packed(data: str | bytes) -> str:
    return b64encode(data.encode() if isinstance(data, str) else data).decode()


def book(*outputs: Any, source: str = "x = 1", text: str = "# Work", attachments: Any = None, **metadata: Any) -> str:
    words = {"cell_type": "markdown", "source": text, "metadata": {}, "attachments": attachments or {}}
    code = {"cell_type": "code", "source": source, "outputs": outputs, "metadata": {}, "execution_count": 1}
    return json.dumps({"cells": [words, code], "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})


def shown(mime: str, value: Any, **metadata: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {mime: value}, "metadata": metadata}


STREAM = {"output_type": "stream", "name": "stdout", "text": ["one\n", f"the key is {KEY}\n"]}
ERROR = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\x1b[31mE\x1b[0m", f"f(\x1b[32m'{KEY}')"]}
REFERENCES = KEY.replace("_", "&#x5f;")
WIDGETS = {"application/vnd.jupyter.widget-state+json": {"state": {"m": {"state": {"value": KEY}}}}}
SECRET_PICTURE = picture(1, Comment=KEY)
NOTES = "picture's metadata"
WORK = "# Work\n\n"

Leak = tuple[dict[str, str | bytes], str, str]


def notebook(place: str, where: str, *outputs: Any, **rest: Any) -> Leak:
    return {"a.ipynb": book(*outputs, **rest)}, f"a.ipynb{place}", where


def output(mime: str, value: Any, place: str = ": cell 2, line 1") -> Leak:
    return notebook(place, "output", shown(mime, value))


LEAKS: Mapping[str, Leak] = {
    "source": notebook(": cell 2, line 2", "source", source=f"import os\nkey = '{KEY}'"),
    "words": notebook(": cell 1, line 3", "source", text=f"# Work\n\nmy key: {KEY}"),
    "title": notebook(": cell 1, line 1", "source", text=f"# {KEY}"),
    "stream": notebook(": cell 2, line 2", "output", STREAM),
    "plain": output("text/plain", repr(KEY)),
    "html": output("text/html", f"<table><tr><td>{REFERENCES}</table>"),
    "script": output("text/html", f"<div></div><script>f('{KEY}')</script>"),
    "frame": output("text/html", f'<iframe srcdoc="&lt;b&gt;{REFERENCES}"></iframe>'),
    "svg": output("image/svg+xml", f"<svg xmlns='http://www.w3.org/2000/svg'><text>{KEY}</text></svg>"),
    "json": output("application/json", {"deep": [{"er": KEY}]}, ": cell 2"),
    "vega": output("application/vnd.vegalite.v5+json", {"data": {"values": [{"a": KEY}]}}, ": cell 2"),
    "traceback": notebook(": cell 2, line 2", "traceback", ERROR),
    "attachment": notebook(": cell 1", "attachment", attachments={"k.txt": {"text/plain": packed(KEY)}}),
    "widget": notebook(":", "widget state", widgets=WIDGETS),
    "metadata": notebook(":", "metadata", colab={"secret": KEY}),
    "output-metadata": notebook(": cell 2", "metadata", shown("text/plain", "a", note=KEY)),
    "output-picture": notebook(": cell 2", NOTES, shown("image/png", packed(SECRET_PICTURE))),
    "write-up": ({"README.md": f"# Work\n\nText.\n\n    {KEY}\n"}, "README.md:5", "text"),
    "front-matter": ({"README.md": f"---\ntitle: Work\nproblem: {KEY}\n---\n# Work\n"}, "README.md:3", "text"),
    "wrong-front-matter": ({"README.md": f"---\ndate: {KEY}\n---\n# Work\n"}, "README.md:2", "text"),
    "data-address": (
        {"README.md": f"# Work\n\n![x](data:image/png;base64,{packed(SECRET_PICTURE)})\n"},
        "README.md",
        NOTES,
    ),
    "record": ({"README.md": WORK, "project.yml": f"title: Work\nsummary: It is {KEY}\n"}, "project.yml:2", "file"),
    "wrong-record": ({"README.md": WORK, "project.yml": f"level: {KEY}\n"}, "project.yml:1", "file"),
    "tag": ({"README.md": WORK, "project.yml": f"tags: [{KEY}]\n"}, "project.yml:1", "file"),
    "linked-code": ({"README.md": f"{WORK}[code](k.py)\n", "k.py": f"\nKEY = '{KEY}'\n"}, "k.py:2", "file"),
    "linked-settings": ({"README.md": f"{WORK}[code](k.env)\n", "k.env": f"KEY={KEY}\n"}, "k.env:1", "file"),
    "picture": ({"README.md": f"{WORK}![a plot](k.png)\n", "k.png": SECRET_PICTURE}, "k.png:", NOTES),
    "cover": ({"README.md": WORK, "project.yml": "cover: k.png\n", "k.png": SECRET_PICTURE}, "k.png:", NOTES),
    "second-page": ({"README.md": WORK, "b.md": "# B\n", "c.ipynb": book(STREAM)}, "c.ipynb: cell 2, line 2", "output"),
    "draft": ({"README.md": f"---\ndraft: true\n---\n# Work\n\n{KEY}\n"}, "README.md:6", "text"),
}


def site(leaks: Mapping[str, Mapping[str, str | bytes]]) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {
        f"projects/{name}/{path}": content for name, parts in leaks.items() for path, content in parts.items()
    }
    links = "".join(f"[to {name}](../{name}/{next(iter(parts))}) " for name, parts in leaks.items())
    folders = "".join(f"[in {name}](../{name}/) " for name in leaks)
    return {
        **files,
        "projects/good/README.md": f"{GOOD}\n{links}\n\n{folders}\n\n![seen](seen.png)\n",
        "projects/good/seen.png": picture(5),
    }


def contents(*folders: Path) -> Iterator[tuple[Path, bytes]]:
    """Read all files, unpacked where they are packed."""
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        yield path, gzip.decompress(data) if path.suffix == ".gz" else data


def traces(root: Path, *words: str) -> list[tuple[str, str]]:
    """List where any of the words stands in what is published, in the files' names too."""
    return [
        (word, path.relative_to(root).as_posix())
        for path, data in contents(root / "docs", root / "site")
        for word in words
        if word.encode() in data or word in path.name
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, click.testing.Result]:
    """Build one site with every leak, and the good neighbour that links to all of them."""
    conftest = runpy.run_path(str(Path(__file__).with_name("conftest.py")))
    root = tmp_path_factory.mktemp("gate")
    for name, content in {
        "mkdocs.yml": conftest["SETTINGS"],
        **site({n: leak[0] for n, leak in LEAKS.items()}),
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (root / "docs").mkdir()
    summary = root / "summary.md"
    arguments = ["build", "--root", str(root), "--summary", str(summary)]
    return root, click.testing.CliRunner().invoke(conftest["main"], arguments)


def test_no_byte_of_the_site_holds_what_was_found(built: tuple[Path, click.testing.Result]) -> None:
    root, result = built
    assert result.exit_code == 1
    assert (root / "site/projects/good/index.html").is_file()
    assert traces(root, KEY, KEY[6:-3], packed(SECRET_PICTURE)[:200]) == []
    assert not any(SECRET_PICTURE in data for _, data in contents(root / "docs", root / "site"))


def test_neither_do_the_cache_the_summary_and_the_messages(built: tuple[Path, click.testing.Result]) -> None:
    root, result = built
    assert KEY[6:-3] not in result.output
    kept = [path for path, data in contents(root / ".inpublic") if KEY[6:-3].encode() in data]
    assert kept == []
    assert KEY[6:-3] not in (root / "summary.md").read_text("utf-8")


@pytest.mark.parametrize("name", LEAKS)
def test_a_message_names_the_file_and_cell_and_masks_what_was_found(
    name: str, built: tuple[Path, click.testing.Result]
) -> None:
    _, place, where = LEAKS[name]
    lines = [line for line in built[1].output.splitlines() if f"projects/{name}/" in line and "error:" in line]
    assert any(place in line and f"{KIND} «{MASKED}» in the {where}" in line for line in lines), lines
    assert NAME in built[1].output


@pytest.mark.parametrize("name", LEAKS)
def test_a_held_back_project_has_no_page_file_feed_item_or_link(
    name: str, built: tuple[Path, click.testing.Result]
) -> None:
    root, _ = built
    assert not (root / "site/projects" / name).exists()
    assert not (root / "docs/projects" / name).exists()
    assert traces(root, f"projects/{name}/", f"/{name}/README", f"../{name}/", f"/{name}%2F") == []


def test_a_link_to_held_back_work_is_text_and_a_warning_says_so(built: tuple[Path, click.testing.Result]) -> None:
    root, result = built
    page = (root / "site/projects/good/index.html").read_text("utf-8")
    for name in LEAKS:
        assert f"<a>to {name}</a>" in page
        assert f"<a>in {name}</a>" in page
    assert "is held back, left out or a draft" in result.output
    assert 'alt="seen"' in page


def test_strict_writes_nothing_and_says_so(make_site: MakeSite, run: Run) -> None:
    root = make_site(site({"leak": LEAKS["stream"][0]}))
    result = run("build", "--root", root, "--strict")
    assert result.exit_code == 1
    assert not list((root / "docs").rglob("*.*"))
    assert not (root / "site").exists()
    assert run("check", "--root", root).exit_code == 1


def test_work_that_was_published_before_vanishes_when_it_is_held_back(make_site: MakeSite, run: Run) -> None:
    clean = book(shown("image/png", packed(picture(7))), shown("text/html", "<script>f()</script><p>1</p>"))
    root = make_site(site({"leak": {"a.ipynb": clean, "README.md": "# Leak\n\n![p](p.png)\n", "p.png": picture(8)}}))
    assert run("build", "--root", root).exit_code == 0
    before = {path.name for path in (root / "site/assets/inpublic/files").iterdir()}
    (root / "projects/leak/a.ipynb").write_text(clean.replace("x = 1", f"x = '{KEY}'"))
    assert run("build", "--root", root).exit_code == 1
    after = {path.name for path in (root / "site/assets/inpublic/files").iterdir()}
    assert len(before) > len(after)
    assert traces(root, KEY, "projects/leak/", *(before - after)) == []
    assert not list(root.glob("*/projects/leak"))


def test_a_finding_is_allowed_by_its_identifier_and_again_held_back_without_it(make_site: MakeSite, run: Run) -> None:
    root = make_site(site({"leak": LEAKS["stream"][0]}))
    settings = (root / "mkdocs.yml").read_text("utf-8")
    allow = f"extra: {{inpublic: {{allow: {{{NAME}: a token of a test server}}}}}}\n"
    assert run("check", "--root", root).exit_code == 1
    (root / "mkdocs.yml").write_text(settings + allow, "utf-8")
    result = run("build", "--root", root, "--strict")
    assert result.exit_code == 0, result.output
    assert KIND not in result.output
    assert KEY in (root / "site/projects/leak/index.html").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    assert run("build", "--root", root).exit_code == 1
    assert traces(root, KEY) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("f-000000000000: an old one", "«f-000000000000» is allowed under `extra:` `inpublic:` `allow:`, but nothing"),
        (f"{NAME}: ''", "has to be a reason"),
        (f"{NAME}:", "has to be a reason"),
    ],
    ids=["matches nothing", "empty reason", "no reason"],
)
def test_a_wrong_allowance_opens_nothing(make_site: MakeSite, run: Run, line: str, message: str) -> None:
    root = make_site(site({"leak": LEAKS["stream"][0]}))
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"extra:\n  inpublic:\n    allow:\n      {line}\n")
    result = run("build", "--root", root, "--tree-only")
    assert result.exit_code == 1
    assert message in result.output
    assert traces(root, KEY) == []


def test_a_note_about_an_old_allowance_is_no_fault(make_site: MakeSite, run: Run) -> None:
    root = make_site(site({}))
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("extra: {inpublic: {allow: {f-000000000000: old}}}\n")
    assert run("check", "--root", root).exit_code == 0


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("docs/about.md", f"# Me\n\n{KEY}\n"),
        ("docs/data/results.json", f'{{"a": "{KEY}"}}'),
        ("docs/notes.txt", KEY),
        ("docs/me.png", SECRET_PICTURE),
    ],
    ids=["page", "data", "text", "picture"],
)
def test_a_secret_in_a_page_written_by_hand_keeps_the_whole_site_from_being_written(
    make_site: MakeSite, run: Run, path: str, content: str | bytes
) -> None:
    root = make_site({**site({}), path: content})
    result = run("build", "--root", root)
    assert result.exit_code == 1
    assert path in result.output
    assert MASKED in result.output
    assert not (root / "site").exists()
    assert not (root / "docs/projects").exists()


def test_a_page_written_by_hand_that_work_links_to_is_reported_once(make_site: MakeSite, run: Run) -> None:
    root = make_site({"projects/a.md": "# A\n\n[me](../docs/about.md)\n", "docs/about.md": f"# Me\n\n{KEY}\n"})
    assert run("check", "--root", root).output.count(MASKED) == 1


def test_a_secret_in_the_settings_keeps_the_whole_site_from_being_written(make_site: MakeSite, run: Run) -> None:
    root = make_site(site({}))
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"extra: {{mine: {KEY}}}\n")
    result = run("build", "--root", root)
    assert result.exit_code == 1
    assert re.search(r"mkdocs\.yml:\d+: error: GitHub token", result.output)
    assert not (root / "site").exists()


def test_pages_of_ours_are_not_taken_for_pages_written_by_hand(make_site: MakeSite, run: Run) -> None:
    root = make_site(site({"leak": LEAKS["stream"][0]}))
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"extra: {{inpublic: {{allow: {{{NAME}: a token of a test server}}}}}}\n")
    assert run("build", "--root", root, "--tree-only").exit_code == 0
    text = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(text.rpartition("extra:")[0], "utf-8")
    result = run("build", "--root", root, "--tree-only")
    assert "docs/projects" not in result.output
    assert (root / "docs/projects/good/index.md").is_file()
    assert traces(root, KEY) == []


def linked_home(root: Path) -> None:
    assert (root / "docs/index.md").is_file()
    (root / "mine.md").write_text(f"# Me\n\n{KEY}\n")
    (root / "docs/index.md").unlink()
    (root / "docs/index.md").symlink_to("../mine.md")


def changed_picture(root: Path) -> None:
    next(root.glob("docs/assets/inpublic/files/*.png")).write_bytes(SECRET_PICTURE)


def hidden_page(root: Path) -> None:
    (root / "docs/.well-known").mkdir()
    (root / "docs/.well-known/about.md").write_text(KEY)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("exclude_docs: |\n  !.well-known\n")


def template(root: Path, looks: str = "looks") -> None:
    folder = root / looks
    folder.mkdir()
    (folder / "main.html").write_text(f'{{% extends "base.html" %}}{{% block announce %}}{KEY}{{% endblock %}}')
    text = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(text.replace("name: material,", f"name: material, custom_dir: {looks},"), "utf-8")


def template_elsewhere(root: Path) -> None:
    template(root, str(root.with_name("looks")))


def inherited(root: Path) -> None:
    (root / "base.yml").write_text(f"copyright: {KEY}\n")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("INHERIT: base.yml\n")


def long_page(root: Path) -> None:
    (root / "docs/data.csv").write_text("1,2,3\n" * 200_000 + KEY)


@pytest.mark.parametrize(
    ("leak", "place"),
    [
        (linked_home, "docs/index.md:3"),
        (changed_picture, "docs/assets/inpublic/files/"),
        (hidden_page, "docs/.well-known/about.md:1"),
        (template, "looks/main.html:1"),
        (template_elsewhere, "/"),
        (inherited, "base.yml:1"),
        (long_page, "docs/data.csv:200001"),
    ],
    ids=[
        "link for a page of ours",
        "changed file of ours",
        "hidden page",
        "template",
        "template elsewhere",
        "inherited",
        "long",
    ],
)
def test_a_secret_that_gets_into_the_site_without_us_keeps_it_back(
    make_site: MakeSite, run: Run, leak: Callable[[Path], None], place: str
) -> None:
    root = make_site(site({}))
    assert run("build", "--root", root, "--tree-only").exit_code == 0
    leak(root)
    result = run("build", "--root", root)
    assert result.exit_code == 1
    shown = place if leak is not template_elsewhere else f"{root.with_name('looks')}/main.html:1"
    assert any(line.startswith(shown) and MASKED in line for line in result.output.splitlines()), result.output
    assert not (root / "site").exists()


def test_what_mkdocs_leaves_out_keeps_nothing_back(make_site: MakeSite, run: Run) -> None:
    root = make_site({**site({}), "docs/.env": KEY, "docs/.git/config": KEY})
    assert run("build", "--root", root).exit_code == 0
    assert KEY not in "".join(data.decode("latin-1") for _, data in contents(root / "site"))


def photo(number: str = "") -> bytes:
    """Make a photo that says where it was taken and, with a number, by which camera."""
    said, file = Image.Exif(), io.BytesIO()
    said[0x0110] = "A camera"
    said.get_ifd(0x8825).update({1: "N", 2: (47.0, 22.0, 30.0), 3: "E", 4: (8.0, 32.0, 0.0)})
    if number:
        said.get_ifd(0x8769)[0xA431] = number
    Image.new("RGB", (30, 20), "teal").save(file, "JPEG", exif=said)
    return file.getvalue()


def test_a_photo_that_is_published_as_it_is_tells_where_it_was_taken_and_a_warning_says_so(
    make_site: MakeSite, run: Run
) -> None:
    page = "# Me\n\n![me](me.jpg)\n\nada.quill@uni-leipzig.de +49 341 9732 1005\n"
    root = make_site({**site({}), "docs/me.jpg": photo("0123456789"), "docs/about.md": page})
    result = run("build", "--root", root, "--strict")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert [line.partition(" in the ")[0] for line in lines if line.startswith("docs/")] == [
        "docs/me.jpg: warning: owner of a camera «0123456…»",
        "docs/me.jpg: warning: position of a photo «47.4° N…»",
    ]
    assert result.output.count("The site publishes this file as it is") == 2
    assert "exiftool -gps:all= FILE" in result.output
    assert (root / "site/me.jpg").read_bytes() == photo("0123456789")


def test_of_a_photo_of_a_project_the_warning_says_that_the_site_s_is_clean(make_site: MakeSite, run: Run) -> None:
    root = make_site({"projects/a/README.md": "# A\n\n![me](me.jpg)\n", "projects/a/me.jpg": photo("0123456789")})
    output = run("build", "--root", root, "--tree-only").output
    assert output.count("The page's copy is clean") == 2
    assert "as it is" not in output
    assert traces(root, "0123456789") == []


@pytest.mark.parametrize(
    ("path", "content", "is_noted"),
    [
        ("docs/data.csv", b"1,2,3\n" * 200_000, True),
        ("projects/a/data.csv", b"1,2,3\n" * 200_000, True),
        ("docs/me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * 1_200_000 + b"</svg>", True),
        ("docs/photo", b"\xff\xd8\xff\xda\0\2" + bytes(1_200_000), True),
        ("docs/photo", b"\0\0\0\x18ftypheic" + bytes(1_200_000), True),
        ("docs/photo", b"MM\0*" + bytes(1_200_000), True),
        ("docs/film.mp4", b"\0\0\0\x18ftypmp42" + bytes(1_200_000), False),
        ("docs/data.csv", b"1,2,3\n" * 160_000, False),
    ],
    ids=["page", "linked", "drawing", "jpeg", "heic", "tiff", "film", "small"],
)
def test_what_is_too_large_to_be_looked_through_is_noted(
    make_site: MakeSite, run: Run, path: str, content: bytes, *, is_noted: bool
) -> None:
    root = make_site({"projects/a/README.md": "# A\n\n[data](data.csv)\n", path: content})
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("extra: {inpublic: {limits: {notebook_megabytes: 1}}}\n")
    result = run("build", "--root", root, "--tree-only")
    assert result.exit_code == 0, result.output
    noted = f"{path}: note: this file is 1.2 MB, over the limit of 1 MB, so nobody looked for keys in it"
    assert (noted in result.output) is is_noted
    assert ("notebook_megabytes: 2" in result.output) is is_noted


def test_many_large_files_are_not_held_at_once(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []
    convert_all = inspection.convert_all

    def counting(paths: list[Any], *rest: Any, **named: Any) -> Any:
        held.append(len(paths))
        return convert_all(paths, *rest, **named)

    monkeypatch.setattr("inpublic.gate.inspection.convert_all", counting)
    monkeypatch.setattr("inpublic.gate.inspection._TOGETHER", 2500)
    load_website(load_config(make_site({f"docs/{n}.txt": "x" * 1000 for n in range(5)}), {}))
    assert held == [2, 2, 2]  # with mkdocs.yml


@pytest.mark.parametrize("target", [".env", "../good/.env", "keys/.hidden/k.txt", "alias.txt", "/.env"])
def test_nothing_hidden_is_led_to_or_shown(make_site: MakeSite, run: Run, target: str) -> None:
    text = f"# Work\n\n[settings]({target})\n\n![settings]({target})\n"
    hidden = {f"projects/{path}": "CANARY" for path in ("work/.env", "good/.env", "work/keys/.hidden/k.txt")}
    root = make_site({**site({}), "projects/work/README.md": text, ".env": "CANARY", **hidden})
    (root / "projects/work/alias.txt").symlink_to(".env")
    result = run("build", "--root", root)
    line = next(line for line in result.output.splitlines() if "projects/work/README.md:3" in line)
    assert "warning" in line
    assert target in line
    assert traces(root, "CANARY", "/.env", "alias.txt", "k.txt") == []


def test_a_file_with_a_secret_outside_of_the_project_is_not_led_to(make_site: MakeSite, run: Run) -> None:
    text = "# Work\n\n[code](../../tools/k.py) ![plot](../../tools/k.png)\n"
    root = make_site(
        {
            **site({}),
            "projects/work/README.md": text,
            "tools/k.py": f"KEY = '{KEY}'",
            "tools/k.png": SECRET_PICTURE,
        }
    )
    result = run("build", "--root", root)
    assert result.exit_code == 1
    assert "tools/k.py:1: error: " in result.output
    assert "tools/k.png: error: " in result.output
    assert "<a>code</a>" in (root / "site/projects/work/index.html").read_text("utf-8")
    assert traces(root, KEY, "tools/k") == []


def test_personal_matters_are_one_warning_a_kind_and_the_author_s_own_address_none(
    make_site: MakeSite, run: Run
) -> None:
    paths = "\n".join(f"/home/quill{n}/data.csv" for n in range(5))
    text = f"# Work\n\n{paths}\n\nada.quill@uni-leipzig.de, bert.ink@uni-leipzig.de\n"
    root = make_site({"projects/work/README.md": text})
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("extra: {inpublic: {author: {email: ada.quill@uni-leipzig.de}}}\n")
    result = run("build", "--root", root, "--strict", "--tree-only")
    assert result.exit_code == 0
    lines = [line for line in result.output.splitlines() if "projects/work/README.md:" in line and "«" in line]
    assert len(lines) == 2
    assert any("home path «/home/q…» in the text (and 4 more in this file)" in line for line in lines)
    assert any("e-mail address «bert.in…» in the text" in line for line in lines)


def test_nothing_is_scanned_twice(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_site(site({name: LEAKS[name][0] for name in ("stream", "linked-code", "picture", "record")}))
    config = load_config(root, {})
    first = load_website(config)

    def refuse(suffix: str, data: bytes) -> None:
        raise AssertionError(suffix)

    monkeypatch.setattr("inpublic.gate.findings.scan", refuse)
    assert load_website(config).problems == first.problems


def test_a_gate_that_breaks_stays_shut(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(suffix: str, data: bytes) -> None:
        raise RuntimeError(KEY)

    monkeypatch.setattr("inpublic.gate.findings.scan", broken)
    report = load_website(load_config(make_site(site({"leak": LEAKS["stream"][0]})), {}))
    assert not report.website.projects
    assert report.halted
    assert KEY not in repr(report.problems)


def test_show_says_nothing_of_a_record_with_a_secret(make_site: MakeSite, run: Run) -> None:
    root = make_site(site({"leak": LEAKS["record"][0]}))
    result = run("show", "leak", "--root", root)
    assert result.exit_code == 0
    assert KEY not in result.output


def test_a_project_with_a_secret_does_not_take_a_slug_from_another(make_site: MakeSite, run: Run) -> None:
    leak = {"README.md": f"---\nslug: best\n---\n# A\n\n{KEY}\n"}
    root = make_site({**site({"a-leak": leak}), "projects/b.md": "---\nslug: best\n---\n# B\n"})
    result = run("build", "--root", root, "--tree-only")
    assert "is taken by" not in result.output
    assert (root / "docs/projects/best/index.md").is_file()


def test_every_fake_is_found_in_every_place() -> None:
    measure = runpy.run_path(str(Path(__file__).with_name("measure_gate.py")))
    assert measure["missed"]() == []


def test_the_measurements_are_printed_as_tables(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(book(STREAM, source="open('/home/quill/a.csv')"))
    measure = runpy.run_path(str(Path(__file__).with_name("measure_gate.py")))
    lines = list(measure["alarms_table"](tmp_path))
    assert f"| error | {KIND} | 1 | 1 |" in lines
    assert "| warning | home path | 1 | 1 |" in lines
    assert "1 notebooks, 1 errors, 1 warnings" in lines[-1]


def test_the_figures_in_the_documentation_are_those_that_are_measured() -> None:
    measure = runpy.run_path(str(Path(__file__).with_name("measure_gate.py")))
    documented = (Path(__file__).parent.parent / "SAFETY.md").read_text("utf-8").splitlines()
    assert [line for line in measure["recall_tables"]() if line not in documented] == []
