from pathlib import Path, PurePosixPath

import pytest

from inpublic.discover import Discovery, discover
from inpublic.errors import Severity
from inpublic.project import Entry, Level


def find(root: Path, *names: str, **contents: str) -> Discovery:
    (root / "projects").mkdir(exist_ok=True)
    for name in names:
        path = root / "projects" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    for name, text in contents.items():
        (root / "projects/a" / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return discover(root)


def one(discovery: Discovery) -> Entry:
    (entry,) = discovery.entries
    return entry


def test_a_folder_with_sources_at_any_depth_is_one_project(tmp_path: Path) -> None:
    entry = one(find(tmp_path, "taxi/README.md", "taxi/2.ipynb", "taxi/10.ipynb", "taxi/data/x.csv", "taxi/sub/n.md"))
    base = PurePosixPath("projects/taxi")
    assert entry == Entry(
        name="taxi",
        folder=base,
        sources=(base / "README.md", base / "2.ipynb", base / "10.ipynb", base / "sub/n.md"),
        main=base / "README.md",
        files=(base / "2.ipynb", base / "10.ipynb", base / "data/x.csv", base / "README.md", base / "sub/n.md"),
    )


def test_a_file_dropped_straight_in_is_a_project_of_its_own(tmp_path: Path) -> None:
    discovery = find(tmp_path, "wine.ipynb", "notes.MD", "README.md", "picture.png")
    path = PurePosixPath("projects/wine.ipynb")
    assert [entry.name for entry in discovery.entries] == ["notes", "wine"]
    assert discovery.entries[1] == Entry("wine", PurePosixPath("projects"), (path,), path, (path,))
    assert discovery.problems == ()


@pytest.mark.parametrize(
    ("names", "main"),
    [
        pytest.param(["README.md", "index.md", "a.ipynb"], "README.md", id="readme first"),
        pytest.param(["Index.Markdown", "a.ipynb"], "Index.Markdown", id="index in any case"),
        pytest.param(["index.ipynb", "a.ipynb", "b.md"], "index.ipynb", id="index notebook"),
        pytest.param(["a.ipynb", "b.md", "c.md"], "a.ipynb", id="only notebook"),
        pytest.param(["sub/a.ipynb", "b.md"], "sub/a.ipynb", id="only notebook, deeper"),
        pytest.param(["b.md"], "b.md", id="only write-up"),
        pytest.param(["a.ipynb", "b.ipynb", "sub/README.md"], None, id="no telling"),
        pytest.param(["a.md", "b.md"], None, id="two write-ups"),
    ],
)
def test_the_page_of_a_project_is_chosen_by_name_or_by_being_alone(
    tmp_path: Path, names: list[str], main: str | None
) -> None:
    entry = one(find(tmp_path, *(f"a/{name}" for name in names)))
    assert entry.main == (PurePosixPath("projects/a", main) if main else None)
    assert main is None or entry.sources[0] == entry.main
    assert len(entry.sources) == len(names)


def test_projects_come_in_natural_order_with_names_in_one_normal_form(tmp_path: Path) -> None:
    discovery = find(tmp_path, "p10/a.md", "p9/a.md", "Gro\u0308ße/a.md", "预测/a.md")
    assert [entry.name for entry in discovery.entries] == ["Größe", "p9", "p10", "预测"]
    assert discovery.entries[0].folder.name == "Gro\u0308ße"


def test_the_record_of_a_folder_is_read_without_opening_anything_else(tmp_path: Path) -> None:
    entry = one(find(tmp_path, "a/n.ipynb", project_yml="\ufefftitle: A\nlevel: advanced\n"))
    assert (entry.layer.origin, entry.layer.values) == ("project.yml", {"title": "A", "level": Level.ADVANCED})


@pytest.mark.parametrize(
    ("contents", "message", "title"),
    [
        pytest.param(
            {"project_yml": "title: a: b"}, "projects/a/project.yml:1: project.yml is not valid", None, id="yaml"
        ),
        pytest.param(
            {"project_yml": "title: A\nlevel: x"}, "projects/a/project.yml:2: «level» must be", "A", id="value"
        ),
        pytest.param(
            {"project_yml": "title: A", "project_yaml": "title: B"},
            "projects/a/project.yml: there is project.yaml as well",
            "A",
            id="two records",
        ),
    ],
)
def test_a_faulty_record_is_an_error_with_its_place(
    tmp_path: Path, contents: dict[str, str], message: str, title: str | None
) -> None:
    discovery = find(tmp_path, "a/n.ipynb", "b/n.ipynb", **contents)
    (problem,) = discovery.problems
    assert str(problem).startswith(message)
    assert problem.severity is Severity.ERROR
    assert [entry.name for entry in discovery.entries] == ["a", "b"]
    assert discovery.entries[0].layer is not None
    assert discovery.entries[0].layer.values.get("title") == title


def test_a_record_that_is_no_text_is_an_error_with_its_line(tmp_path: Path) -> None:
    find(tmp_path, "a/n.ipynb")
    (tmp_path / "projects/a/project.yml").write_bytes("title: A\nsummary: Größe".encode("latin-1"))
    (problem,) = discover(tmp_path).problems
    assert str(problem) == "projects/a/project.yml:2: this record is not UTF-8 text"


@pytest.mark.parametrize("name", ["a/data.csv", "a/_notes/x.md", "a/.ipynb_checkpoints/x.ipynb"])
def test_a_folder_without_sources_gets_a_warning_with_the_remedy(tmp_path: Path, name: str) -> None:
    discovery = find(tmp_path, name, "b/x.md")
    (problem,) = discovery.problems
    assert (problem.path, problem.severity) == ("projects/a", Severity.WARNING)
    assert "Put a notebook" in problem.hint
    assert one(discovery).name == "b"


def test_a_notebook_that_is_a_link_out_of_the_folder_is_not_published(tmp_path: Path) -> None:
    find(tmp_path, "b/x.md")
    (tmp_path / "secret.ipynb").write_text("secret")
    (tmp_path / "projects/a").mkdir()
    (tmp_path / "projects/a/n.ipynb").symlink_to("../../secret.ipynb")
    discovery = discover(tmp_path)
    assert [problem.path for problem in discovery.problems] == ["projects/a/n.ipynb"]
    assert one(discovery).name == "b"


def test_the_first_day_without_projects_is_a_warning(tmp_path: Path) -> None:
    discovery = find(tmp_path, ".gitkeep")
    assert discovery.entries == ()
    assert [(problem.path, problem.severity) for problem in discovery.problems] == [("projects", Severity.WARNING)]


@pytest.mark.parametrize("is_file", [True, False], ids=["a file", "missing"])
def test_a_site_without_its_folder_is_an_error(tmp_path: Path, is_file: bool) -> None:
    if is_file:
        (tmp_path / "projects").write_text("x")
    (problem,) = discover(tmp_path).problems
    assert (problem.path, problem.severity) == ("projects", Severity.ERROR)
    assert problem.hint


def test_looking_twice_finds_the_same(tmp_path: Path) -> None:
    assert find(tmp_path, "a/x.md", "a/y.ipynb", "b.md", "c/d/e.md") == discover(tmp_path)
