"""Only what is ours is written, changed or removed."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.cache import content_digest
from inpublic.errors import InpublicError, Severity
from inpublic.website import OutputFile
from inpublic.writing import tree
from inpublic.writing.manifest import Made, Owned, read_made, read_manifest, write_manifest
from inpublic.writing.tree import TreeReport, write_tree


def files(**contents: str) -> list[OutputFile]:
    return [OutputFile(PurePosixPath(name.replace("__", "/")), text.encode()) for name, text in contents.items()]


def test_what_is_wanted_is_there_and_what_is_not_is_gone(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    write_tree(files(a="1", b__c="2"), docs, manifest)
    report = write_tree(files(a="1", d="3"), docs, manifest)
    assert sorted(path.name for path in docs.rglob("*")) == ["a", "d"]
    assert (report.total, report.written, report.removed) == (2, 1, 1)


def test_a_file_that_somebody_wrote_is_never_overwritten_or_removed(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    docs.mkdir()
    (docs / "a").write_text("mine")
    report = write_tree(files(a="theirs", b="2"), docs, manifest)
    assert (docs / "a").read_text() == "mine"
    assert [problem.path for problem in report.problems] == ["docs/a"]
    write_tree([], docs, manifest)
    assert (docs / "a").read_text() == "mine"
    assert not (docs / "b").exists()


def test_a_folder_with_a_strangers_file_stays(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    write_tree(files(p__a="1"), docs, manifest)
    (docs / "p" / "notes.txt").write_text("mine")
    write_tree([], docs, manifest)
    assert [path.name for path in (docs / "p").iterdir()] == ["notes.txt"]


def test_a_lost_manifest_heals_because_equal_files_are_as_good_as_ours(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    write_tree(files(a="1"), docs, manifest)
    manifest.write_text("{damaged")
    report = write_tree(files(a="1"), docs, manifest)
    assert (report.written, report.problems) == (0, ())
    write_tree([], docs, manifest)
    assert not (docs / "a").exists()


def test_a_symlink_in_our_place_is_left_alone(tmp_path: Path) -> None:
    docs, manifest, outside = tmp_path / "docs", tmp_path / "manifest.json", tmp_path / "outside"
    docs.mkdir()
    outside.write_text("theirs")
    (docs / "a").symlink_to(outside)
    report = write_tree(files(a="1"), docs, manifest)
    assert outside.read_text() == "theirs"
    assert len(report.problems) == 1


@pytest.mark.parametrize(
    "path",
    [
        "../a",
        "/etc/a",
        "b/../../a",
        "C:/a",
        "..\\a",
        "a\\..\\..\\b",
        "con",
        "p/Nul.tar.gz",
        "p/com1.md",
        "p/lpt¹.md",
        "what?.ipynb",
        "a:b",
        "p/ends.",
        "p /a",
        "a\x1b[2J",
        "a\nb",
        "\udcff",
        f"{'ä' * 128}",
        "/".join(["folder"] * 200),
    ],
)
def test_a_path_that_leaves_docs_or_that_some_system_cannot_store_is_left_out_and_reported(
    tmp_path: Path, path: str
) -> None:
    good = OutputFile(PurePosixPath("good/a.md"), b"1")
    report = write_tree([OutputFile(PurePosixPath(path), b"bad"), good], tmp_path / "docs", tmp_path / "manifest.json")
    assert [problem.severity for problem in report.problems] == [Severity.ERROR]
    assert report.problems[0].path.isprintable()
    assert {found.name for found in tmp_path.rglob("*") if found.is_file()} == {"manifest.json", "a.md"}
    assert (report.total, report.written) == (1, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a/Taxi.md", "a/taxi.md"),
        ("A/x.md", "a/X.md"),
        ("caf\u00e9", "cafe\u0301"),
        ("straße", "STRASSE"),
        ("a", "A/b"),
    ],
    ids=["case", "folders", "accents", "sharp s", "file and folder"],
)
def test_of_two_paths_that_some_system_takes_for_one_the_second_is_reported_with_the_name_of_the_first(
    tmp_path: Path, first: str, second: str
) -> None:
    wanted = [OutputFile(PurePosixPath(name), name.encode()) for name in (first, second)]
    report = write_tree(wanted, tmp_path / "docs", tmp_path / "manifest.json")
    assert [problem.path for problem in report.problems] == [f"docs/{second}"]
    assert f"«{first}»" in report.problems[0].message
    assert (tmp_path / "docs" / first).read_bytes() == first.encode()
    assert not (tmp_path / "docs" / second).is_file() or (tmp_path / "docs" / second).samefile(
        tmp_path / "docs" / first
    )


def test_the_same_file_twice_is_one_and_two_contents_for_one_path_are_reported(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    assert write_tree([*files(a="1"), *files(a="1")], docs, manifest).problems == ()
    report = write_tree([*files(a="1"), *files(a="2")], docs, manifest)
    assert "wanted twice" in report.problems[0].message
    assert (docs / "a").read_text() == "1"


@pytest.mark.parametrize("inside", [True, False], ids=["inside docs", "outside"])
def test_nothing_is_written_or_removed_through_a_linked_folder(tmp_path: Path, inside: bool) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    write_tree(files(p__a="1", p__b="2"), docs, manifest)
    target = docs / "mine" if inside else tmp_path / "outside"
    shutil.copytree(docs / "p", target)
    shutil.rmtree(docs / "p")
    (docs / "p").symlink_to(target)
    report = write_tree(files(p__a="new"), docs, manifest)
    assert {path.name: path.read_text() for path in target.iterdir()} == {"a": "1", "b": "2"}
    assert [problem.path for problem in report.problems] == ["docs/p/a"]


def test_a_folder_or_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    (docs / "a").mkdir(parents=True)
    (docs / "a" / "mine").write_text("mine")
    (docs / "p").write_text("mine")
    report = write_tree(files(a="1", p__b="2"), docs, manifest)
    assert [problem.path for problem in report.problems] == ["docs/a", "docs/p/b"]
    assert (docs / "a" / "mine").read_text() == (docs / "p").read_text() == "mine"


@pytest.mark.parametrize("later", ["wanted", "unwanted"])
def test_what_somebody_wrote_into_a_file_of_ours_is_kept_beside_the_manifest(tmp_path: Path, later: str) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "state" / "manifest.json"
    write_tree(files(p__a="1"), docs, manifest)
    (docs / "p" / "a").write_text("two hours of work")
    report = write_tree(files(p__a="2") if later == "wanted" else [], docs, manifest)
    assert [kept.read_text() for kept in (tmp_path / "state" / "edited").rglob("a")] == ["two hours of work"]
    assert [problem.severity for problem in report.problems] == [Severity.WARNING]
    assert (docs / "p" / "a").exists() is (later == "wanted")
    assert write_tree(files(p__a="2"), docs, manifest).problems == ()


def test_a_home_page_that_somebody_wrote_into_is_theirs_when_none_is_made_any_more(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "state" / "manifest.json"
    home = [OutputFile(PurePosixPath("index.md"), b"made")]
    write_tree([*home, *files(p__index="page")], docs, manifest)
    (docs / "index.md").write_text("two hours of work")
    (docs / "p" / "index").write_text("two hours of work, on a page that may be of work held back")
    report = write_tree([], docs, manifest)
    assert (docs / "index.md").read_text() == "two hours of work"
    assert not (docs / "p").exists()
    assert [problem.path for problem in report.problems] == ["docs/p/index"]
    assert read_manifest(manifest) == {}
    assert [problem.path for problem in write_tree(home, docs, manifest).problems] == ["docs/index.md"]
    assert (docs / "index.md").read_text() == "two hours of work"


def test_a_home_page_that_nobody_wrote_into_goes_when_none_is_made_any_more(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    write_tree([OutputFile(PurePosixPath("index.md"), b"made")], docs, manifest)
    assert write_tree([], docs, manifest).removed == 1
    assert not (docs / "index.md").exists()


@pytest.mark.parametrize("before", ["ours", "missing", "new"])
def test_what_somebody_writes_while_the_tree_is_being_written_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    """The first thing that is written after all places were looked at is the manifest."""
    docs, manifest = tmp_path / "docs", tmp_path / "state" / "manifest.json"
    path = docs / "p" / "a"

    def edit(manifest: Path, owned: Owned, made: Made) -> None:
        monkeypatch.setattr(tree, "write_manifest", write_manifest)
        write_manifest(manifest, owned, made)
        path.parent.mkdir(exist_ok=True)
        path.write_text("two hours of work")

    write_tree(files(b="1") if before == "new" else files(p__a="1", b="1"), docs, manifest)
    if before == "missing":
        path.unlink()
    monkeypatch.setattr(tree, "write_manifest", edit)
    report = write_tree(files(p__a="2", b="1"), docs, manifest)
    kept = [kept.read_text() for kept in (tmp_path / "state" / "edited").rglob("a")]
    assert [path.read_text(), *kept].count("two hours of work") == 1
    assert [problem.path for problem in report.problems] == ["docs/p/a"]
    write_tree(files(p__a="3", b="1"), docs, manifest)
    kept = [kept.read_text() for kept in (tmp_path / "state" / "edited").rglob("a")]
    assert [path.read_text(), *kept].count("two hours of work") == 1


def test_a_picture_that_nobody_remembers_is_known_by_its_name_and_goes(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    ours = PurePosixPath(f"assets/inpublic/files/{content_digest(b'held back')}.png")
    other = PurePosixPath(f"assets/inpublic/files/{content_digest(b'something')}.png")
    write_tree([OutputFile(ours, b"held back")], docs, manifest)
    (docs / other).write_bytes(b"not what it says")
    (docs / other.with_name("mine.png")).write_bytes(b"mine")
    manifest.unlink()
    assert write_tree([], docs, manifest).removed == 1
    assert {path.name for path in (docs / ours.parent).iterdir()} == {other.name, "mine.png"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b'{"files": 3}',
        b'{"files": {"../mine": ["0"], "/etc/passwd": ["0"], "link/mine": ["0"], "C:\\\\mine": ["0"]}}',
        b'{"files": ["../mine", "link/mine", 7]}',
        b'{"files": {"a": 7}}',
        b"[" * 100_000,
    ],
)
def test_a_manifest_that_was_tampered_with_reaches_nothing_outside_docs(tmp_path: Path, content: bytes) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    docs.mkdir()
    (tmp_path / "mine").write_text("mine")
    (docs / "link").symlink_to(tmp_path)
    manifest.write_bytes(content)
    assert write_tree(files(b="1"), docs, manifest).problems == ()
    assert (tmp_path / "mine").read_text() == "mine"
    assert (docs / "link").is_symlink()


def test_a_manifest_of_an_earlier_version_still_owns_its_files(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    write_tree(files(a="1", b="2"), docs, manifest)
    manifest.write_text('{"files": ["a", "b"]}')
    report = write_tree(files(a="new"), docs, manifest)
    assert (report.problems, (docs / "a").read_text(), (docs / "b").exists()) == ((), "new", False)


def test_a_file_whose_name_changes_only_in_case_or_becomes_a_folder_moves_in_one_run(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    write_tree(files(Taxi="1", a="1", b__c="1"), docs, manifest)
    report = write_tree(files(taxi="1", a__b="1", b="1"), docs, manifest)
    assert report.problems == ()
    assert {path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file()} == {"taxi", "a/b", "b"}


@pytest.mark.parametrize("fate", ["gone", "changed"])
def test_a_picture_that_changed_since_it_was_looked_at_is_not_published_under_its_old_name(
    tmp_path: Path, fate: str
) -> None:
    docs, manifest, source = tmp_path / "docs", tmp_path / "manifest.json", tmp_path / "projects" / "a.png"
    source.parent.mkdir()
    source.write_bytes(b"picture")
    path = PurePosixPath(f"assets/inpublic/files/{content_digest(b'picture')}.png")
    copy = OutputFile(PurePosixPath("p/a.ipynb"), source, sha256(b"picture").hexdigest())
    assert write_tree([OutputFile(path, source), copy], docs, manifest).written == 2
    source.unlink()
    if fate == "changed":
        source.write_bytes(b"another")
    report = write_tree([OutputFile(path, source), copy], docs, manifest)
    assert {problem.path for problem in report.problems} == {"projects/a.png"}
    assert {problem.severity for problem in report.problems} == {Severity.ERROR}
    assert (docs / path).read_bytes() == (docs / copy.path).read_bytes() == b"picture"
    source.write_bytes(b"picture")
    assert write_tree([OutputFile(path, source), copy], docs, manifest) == TreeReport(2)


def test_what_a_killed_run_left_half_written_goes_and_a_strangers_hidden_file_stays(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    write_tree(files(p__a="1"), docs, manifest)
    part = docs / "p" / ".inpublic-0123456789abcdef.part"
    for path in (part, docs / "p" / ".part-mine", docs / "p" / ".inpublic-mine.part"):
        path.write_text("half")
    write_tree(files(p__a="1"), docs, manifest)
    assert {path.name for path in (docs / "p").iterdir()} == {"a", ".part-mine", ".inpublic-mine.part"}


def test_a_disk_that_refuses_is_explained_with_the_file(tmp_path: Path) -> None:
    docs, manifest = tmp_path / "docs", tmp_path / "manifest.json"
    docs.write_text("a file where the folder should be")
    with pytest.raises(InpublicError, match="cannot write docs/a"):
        write_tree(files(a="1"), docs, manifest)
    assert [path.name for path in tmp_path.iterdir()] == ["docs"]


NAMES = st.sampled_from(["a", "b", "c/d", "c/e", "f/g/h"])


@settings(max_examples=50, deadline=None)
@given(states=st.lists(st.dictionaries(NAMES, st.binary(max_size=3)), max_size=5))
def test_after_any_sequence_of_builds_the_tree_is_what_the_last_one_wanted(
    states: list[dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("tree")
    docs, manifest = root / "docs", root / "manifest.json"
    for state in [*states, {"a": b"last"}]:
        write_tree([OutputFile(PurePosixPath(name), content) for name, content in state.items()], docs, manifest)
    assert {path.name: path.read_bytes() for path in docs.rglob("*")} == {"a": b"last"}
    assert set(read_manifest(manifest)) == {"a"}


def test_a_manifest_that_was_written_since_is_read_again(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    for name in ("a", "b"):
        write_manifest(manifest, {name: frozenset({"0" * 64})}, {name: ("key", "0" * 64)})
        assert set(read_manifest(manifest)) == set(read_made(manifest)) == {name}
    manifest.unlink()
    assert read_manifest(manifest) == read_made(manifest) == {}


@pytest.mark.parametrize(
    "content", [b"[]", b'{"files": 3}', b'{"files": {"a": 3}}', b'{"files": {}, "made": {"a": 3}}', b"[" * 100_000]
)
def test_a_damaged_manifest_knows_nothing(tmp_path: Path, content: bytes) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_bytes(content)
    assert read_manifest(manifest) == read_made(manifest) == {}
