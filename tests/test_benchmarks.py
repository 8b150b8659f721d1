"""What the benchmarks lay out, count and draw; what they measure is nobody's promise here."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from benchmarks import commands
from benchmarks.chart import data_table, draw
from benchmarks.compare import Plan, Result, survivors
from benchmarks.compare import compare as run_comparison
from benchmarks.counters import Counter, Wrapper
from benchmarks.large import KINDS, write_large
from benchmarks.lay import edit, fill, find_notebooks, lay_inpublic, lay_mkdocs_jupyter, with_sentence
from benchmarks.measure import Cost, FailedError, memory_of, run, run_well
from benchmarks.report import machine, ratios_of, results_of, tables
from benchmarks.sending import sending
from benchmarks.tools import INPUBLIC, MKDOCS_JUPYTER, Tool, versions
from click.testing import CliRunner

SVG = "{http://www.w3.org/2000/svg}"


def notebook(*cells: tuple[str, str], minor: int = 5) -> bytes:
    made = [
        {"cell_type": kind, "metadata": {}, "source": [source]}
        | ({"id": f"c{number}"} if minor >= 5 else {})
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for number, (kind, source) in enumerate(cells)
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": minor}).encode()


@pytest.fixture
def notebooks(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "given"
    (folder / "deep").mkdir(parents=True)
    (folder / "taxi.ipynb").write_bytes(notebook(("markdown", "# Taxi fares\n\nHow much?"), ("code", "1 + 1")))
    (folder / "deep" / "rain.ipynb").write_bytes(notebook(("code", "import pandas")))
    return find_notebooks(folder)


def cost(seconds: float) -> Cost:
    return Cost(seconds, processor=seconds, memory=100_000_000, largest=60_000_000, code=0, output="")


def result(tool: str, work: str, count: int, *seconds: float) -> Result:
    return Result(tool, work, count, [cost(each) for each in seconds], size=2_000_000, files=30, pages=count)


RESULTS = [
    result("ours", "cold", 40, 2.0, 1.0, 3.0),
    result("other", "cold", 40, 9.0, 8.0, 6.0),
    result("ours", "cold", 100, 5.0, 5.0, 5.0),
    result("other", "cold", 100, 30.0, 30.0, 30.0),
    result("ours", "check", 40, 0.25, 0.25, 0.25),
]


def report(results: Sequence[Result] = RESULTS) -> dict[str, object]:
    entries = results_of(results)
    return {
        "machine": machine(),
        "versions": {"ours": {"engine": "1.0"}},
        "notebooks": {"given": 3, "used": 2, "bytes": 1_500_000, "left_out": ["deep/odd.ipynb"]},
        "rounds": 3,
        "results": entries,
        "ratios": ratios_of(entries, "ours"),
    }


def test_the_notebooks_of_a_folder_are_found_in_one_order(notebooks: list[Path]) -> None:
    assert [path.name for path in notebooks] == ["rain.ipynb", "taxi.ipynb"]


@pytest.mark.parametrize("number", [1, 2, 5])
def test_as_many_projects_are_laid_out_as_are_asked_for_and_no_two_are_the_same(
    tmp_path: Path, notebooks: list[Path], number: int
) -> None:
    fill(tmp_path / "laid", notebooks, number)
    made = sorted((tmp_path / "laid").iterdir())
    assert len({path.read_bytes() for path in made}) == len(made) == number
    sources = [json.loads(path.read_bytes())["cells"] for path in made]
    assert {len(cells) for cells in sources} == {2}  # the sentence joins a Markdown cell, else it is one


@pytest.mark.parametrize(
    "data",
    [
        notebook(("markdown", "Words")),
        notebook(("code", "1")),
        notebook(("code", "1"), minor=2),
        b'{"worksheets": [{"cells": [{"cell_type": "markdown", "source": "Old"}]}], "nbformat": 3}',
        b"no notebook",
        b'{"cells": 3}',
        b"",
    ],
    ids=["markdown", "code", "without ids", "version 3", "text", "odd", "empty"],
)
def test_a_sentence_makes_other_bytes_of_whatever_a_notebook_is(data: bytes) -> None:
    one, two = with_sentence(data, "This is one."), with_sentence(data, "This is two.")
    assert len({data, one, two}) == 3
    assert b"This is one." in one


@pytest.mark.parametrize("minor", [4, 5])
def test_a_notebook_with_a_sentence_is_still_valid(minor: int) -> None:
    import nbformat

    changed = nbformat.reads(with_sentence(notebook(("code", "1"), minor=minor), "More."), as_version=4)
    nbformat.validate(changed)


def test_an_edit_changes_one_notebook_only(tmp_path: Path, notebooks: list[Path]) -> None:
    fill(tmp_path / "laid", notebooks, 5)
    before = {path: path.read_bytes() for path in (tmp_path / "laid").iterdir()}
    edit(tmp_path / "laid", 1)
    assert sum(path.read_bytes() != content for path, content in before.items()) == 1


def test_both_layouts_hold_the_same_notebooks(tmp_path: Path, notebooks: list[Path]) -> None:
    lay_inpublic(tmp_path / "one", notebooks, 3)
    lay_mkdocs_jupyter(tmp_path / "two", notebooks, 3)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).glob("*.ipynb")}
                for name in ("one/projects", "two/docs/projects"))  # fmt: skip
    assert one == two
    assert len(one) == 3


def test_a_command_is_measured_with_all_that_it_starts(tmp_path: Path) -> None:
    child = "data = bytearray(b'x' * 60_000_000); import time; time.sleep(0.4)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print('done')"
    measured = run((sys.executable, "-c", code), tmp_path)
    assert measured.output.strip() == "done"
    assert measured.code == 0
    assert measured.memory >= measured.largest > 60_000_000


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux gives orphans to who wants them")
def test_what_outlives_a_command_is_counted_too(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.4: pass"
    leave = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    cost = run((sys.executable, "-c", leave), tmp_path)
    assert cost.processor >= 0.4


def test_memory_of_a_process_that_is_gone_is_nothing() -> None:
    assert memory_of(2**22 + 1) == 0


def test_a_command_that_fails_says_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="ended with 3:\nsorry"):
        run_well((sys.executable, "-c", "print('sorry'); raise SystemExit(3)"), tmp_path)


def test_a_failure_in_brief_is_its_first_and_last_line_without_paths() -> None:
    error = FailedError("`mkdocs build` ended with 1:\nTraceback\nFileNotFoundError: '/home/ada/x-1/odd.ipynb' is gone")
    assert error.brief == "`mkdocs build` ended with 1: FileNotFoundError: '…/odd.ipynb' is gone"
    assert FailedError("there is no `zensical` here").brief == "there is no `zensical` here"


@pytest.mark.parametrize(
    ("tool", "count", "ratio", "least", "most"), [("other", 40, 4.0, 2.0, 8.0), ("other", 100, 6.0, 6.0, 6.0)]
)
def test_ratios_are_those_of_the_medians_and_of_each_round(
    tool: str, count: int, ratio: float, least: float, most: float
) -> None:
    ratios = ratios_of(results_of(RESULTS), "ours")
    assert {"work": "cold", "notebooks": count, "of": tool, "to": "ours", "ratio": ratio}.items() <= next(
        entry.items() for entry in ratios if entry["notebooks"] == count
    )
    found = next(entry for entry in ratios if entry["notebooks"] == count)
    assert (found["least"], found["most"]) == (least, most)
    assert len(ratios) == 2


def test_the_table_says_medians_ratios_growth_and_what_was_left_out() -> None:
    said = tables(report())
    lines = [line.split() for line in said.splitlines()]
    assert ["cold", "40", "ours", "2.00", "1.00", "3.00", "2.00", "100", "2.0", "30", "40"] in lines
    assert ["cold", "40", "ours", "other", "4.0", "2.0", "8.0"] in lines
    assert ["cold", "ours", "40", "to", "100", "2.5", "2.5"] in lines
    assert "ours: engine 1.0" in said.splitlines()
    assert "left out, since mkdocs-jupyter does not survive them: deep/odd.ipynb" in said


def test_a_tool_that_failed_stands_in_the_table_and_has_no_ratio() -> None:
    failed = Result("other", "cold", 40, failure="it ran out of memory")
    said = report([RESULTS[0], failed])
    assert said["ratios"] == []
    assert "failed" in tables(said)
    assert "out of memory" in json.dumps(said)


def test_the_json_is_json_and_names_no_path_of_this_machine(tmp_path: Path) -> None:
    text = json.dumps(report())
    assert json.loads(text)["machine"]["cores"] >= 1
    assert str(Path.home()) not in text
    assert str(Path.cwd()) not in text


def test_the_chart_is_well_formed_and_says_its_numbers() -> None:
    svg = draw(report())
    tree = ET.fromstring(svg)
    assert tree.get("role") == "img"
    names = {tree.find(f"{SVG}{name}").get("id") for name in ("title", "desc")}  # type: ignore[union-attr]
    assert names == set(str(tree.get("aria-labelledby")).split())
    said = tree.findtext(f"{SVG}desc") or ""
    assert "From nothing: ours 2.00 s for 40, 5.00 s for 100; other 8.00 s for 40, 30.0 s for 100." in said
    assert "Check, nothing changed: ours 0.25 s for 40." in said
    shown = {text.text for text in tree.iter(f"{SVG}text")}
    assert {"ours 5.00 s", "other 30.0 s", "40", "100", "0 s"} <= shown


def test_names_at_the_ends_of_lines_do_not_cover_one_another() -> None:
    close = [result(f"tool{number}", "cold", count, 1.0 + number / 100) for number in range(3) for count in (40, 100)]
    tree = ET.fromstring(draw(report(close)))
    places = [float(text.get("y") or 0) for text in tree.iter(f"{SVG}text") if (text.text or "").startswith("tool")]
    places.sort()
    assert all(low - high >= 16 for high, low in pairwise(places))


def test_the_chart_comes_with_a_table_of_its_numbers() -> None:
    assert data_table(report()).splitlines() == [
        "| Seconds | Tool | 40 notebooks | 100 notebooks |",
        "| --- | --- | --: | --: |",
        "| From nothing | ours | 2.00 | 5.00 |",
        "| From nothing | other | 8.00 | 30.0 |",
        "| Check, nothing changed | ours | 0.25 | – |",
    ]


def fake(tmp_path: Path, name: str, *, refuses: str = "nothing at all") -> Tool:
    """Make a tool that copies notebooks to pages, notes that it ran, and stumbles over a word."""
    script = tmp_path / f"{name}.py"
    script.write_text(
        "import pathlib, sys\n"
        f"open({str(tmp_path / 'order.txt')!r}, 'a').write({name!r} + ' ')\n"
        "for path in pathlib.Path('projects').glob('*.ipynb'):\n"
        f"    if {refuses!r} in path.read_text(): sys.exit('cannot read ' + path.name)\n"
        "    page = pathlib.Path('site/projects', path.stem, 'index.html')\n"
        "    page.parent.mkdir(parents=True, exist_ok=True)\n"
        "    page.write_text('page')\n",
        "utf-8",
    )

    def lay(root: Path, notebooks: Sequence[Path], number: int) -> None:
        fill(root / "projects", notebooks, number)

    return Tool(name, lay, "projects", (sys.executable, str(script)), clear=lambda root: None)


def test_tools_take_turns_in_every_round(tmp_path: Path, notebooks: list[Path]) -> None:
    plan = Plan(notebooks, (2,), [fake(tmp_path, "a"), fake(tmp_path, "b")], ("cold", "warm"), rounds=2)
    results = run_comparison(plan, tmp_path / "work", lambda _: None, lambda _: None)
    order = (tmp_path / "order.txt").read_text().split()
    assert order == ["a", "b", "a", "b"] + ["a", "a", "b", "b"] * 4  # to get ready, to lay out; then 2 × 2, each twice
    assert [(each.tool, each.work, len(each.costs), each.pages) for each in results] == [
        ("a", "cold", 2, 2),
        ("b", "cold", 2, 2),
        ("a", "warm", 2, 2),
        ("b", "warm", 2, 2),
    ]


def test_a_tool_that_stumbles_is_a_result_and_the_others_go_on(tmp_path: Path, notebooks: list[Path]) -> None:
    weak = fake(tmp_path, "weak", refuses="Added as number 1")
    plan = Plan(notebooks, (2,), [fake(tmp_path, "strong"), weak], ("edit",), rounds=2)
    strong, failed = run_comparison(plan, tmp_path / "work", lambda _: None, lambda _: None)
    assert len(strong.costs) == 2
    assert "cannot read" in failed.failure


def test_notebooks_that_a_tool_does_not_survive_are_found(tmp_path: Path) -> None:
    given = []
    for number in range(7):
        given.append(tmp_path / f"{number}.ipynb")
        given[-1].write_bytes(notebook(("markdown", "Poison" if number in {2, 5} else "Food")))
    kept = survivors(given, tmp_path / "trial", lambda _: None, fake(tmp_path, "picky", refuses="Poison"))
    assert [path.stem for path in kept] == ["0", "1", "3", "4", "6"]


@pytest.mark.parametrize("tool", [INPUBLIC, MKDOCS_JUPYTER], ids=lambda tool: tool.name)
def test_what_was_built_is_put_aside_and_not_deleted_before_a_cold_build(
    tmp_path: Path, notebooks: list[Path], tool: Tool
) -> None:
    root = tmp_path / "work" / "site"
    tool.lay(root, notebooks, 2)
    laid = {path.relative_to(root) for path in root.rglob("*") if ".git" not in path.parts}
    for name in ("site/index.html", ".cache/x" if tool is MKDOCS_JUPYTER else "docs/tags/index.md"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    tool.clear(root)
    tool.clear(root)
    assert {path.relative_to(root) for path in root.rglob("*") if ".git" not in path.parts} == laid
    assert [path.read_text() for path in root.parent.glob("aside-*/site/index.html")] == ["site/index.html"]


def test_versions_are_those_of_the_environment_that_the_tool_is_in() -> None:
    from importlib.metadata import version

    assert versions(INPUBLIC)["nbconvert"] == version("nbconvert")


@pytest.mark.parametrize("kind", KINDS)
def test_a_large_notebook_is_valid_as_large_as_asked_and_the_same_each_time(tmp_path: Path, kind: str) -> None:
    import nbformat

    for name in ("one", "two"):
        write_large(tmp_path / name, 1.5, kind)
    data = (tmp_path / "one").read_bytes()
    assert 1_500_000 < len(data) < 2_600_000
    assert data == (tmp_path / "two").read_bytes()
    nbformat.validate(nbformat.reads(data.decode(), as_version=4))


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


def test_the_clock_of_a_stage_stands_still_while_another_runs_inside_it() -> None:
    clock = Clock()
    counter = Counter(clock)
    inner = counter.wrap(lambda: clock.pass_by(5), "inner")

    def work() -> None:
        clock.pass_by(1)
        inner()
        clock.pass_by(2)

    counter.wrap(work, "outer")()
    assert counter.calls == {"outer": 1, "inner": 1}
    assert counter.seconds == {"outer": 3, "inner": 5}


def test_a_generator_is_counted_while_it_makes_values_only() -> None:
    clock = Clock()
    counter = Counter(clock)

    def values() -> Iterator[int]:
        for number in range(3):
            clock.pass_by(1)
            yield number

    made = []
    for value in counter.wrap(values, "making")():
        made.append(value)
        clock.pass_by(10)
    assert made == [0, 1, 2]
    assert counter.calls == {"making": 1}
    assert counter.seconds == {"making": 3}


def test_functions_are_wrapped_wherever_a_module_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import ModuleType

    owner, user = ModuleType("inpublic.fake_owner"), ModuleType("inpublic.fake_user")

    def work() -> str:
        return "done"

    owner.work = user.work = work  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, owner.__name__, owner)
    monkeypatch.setitem(sys.modules, user.__name__, user)
    counter = Counter()
    stages = {"stage": ("inpublic.fake_owner:work", "inpublic.fake_owner:gone", "inpublic.fake_absent:work")}
    wrapper = Wrapper(counter, stages, frozenset())
    wrapper.wrap_pending()
    assert user.work() == "done"
    assert counter.calls == {"stage": 1}
    assert wrapper.missing == ["inpublic.fake_owner:gone"]


def test_text_is_sent_packed_and_nothing_outside_of_the_folder(tmp_path: Path) -> None:
    import gzip
    import urllib.error
    import urllib.request

    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("word " * 500)
    (tmp_path / "secret.txt").write_text("secret")
    with sending(tmp_path / "site") as (address, sent):
        asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as answer:
            body = answer.read()
        assert gzip.decompress(body).decode() == "word " * 500
        assert sent.answers == [("/", len(body))]
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}%2e%2e/secret.txt")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--tools", "fast"], "«fast» is none of inpublic, mkdocs-jupyter, zensical"),
        (["--work", "cold,hot"], "«hot» is none of cold, warm, edit, check"),
        (["--counts", "many"], "«many» has to be numbers"),
        (["--counts", "0"], "fewer than one"),
    ],
    ids=["tool", "work", "words", "none"],
)
def test_what_cannot_be_measured_is_said(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = CliRunner().invoke(commands.commands, [str(tmp_path), *arguments])
    assert done.exit_code == 2
    assert words in " ".join(done.output.split())


@pytest.mark.parametrize("name", sorted(commands.commands.commands))
def test_every_command_has_help_and_stands_in_the_readme(name: str) -> None:
    assert commands.commands.commands[name].help
    readme = Path(commands.__file__).with_name("README.md").read_text("utf-8")
    assert f"benchmarks {name}" in readme or name == "compare"


@pytest.mark.slow
def test_inpublic_alone_is_measured_from_the_command_line(tmp_path: Path, notebooks: list[Path]) -> None:
    wanted = tmp_path / "costs.json"
    words = ["--counts", "2", "--tools", "inpublic", "--rounds", "1", "--json", str(wanted)]
    done = CliRunner().invoke(commands.commands, [str(notebooks[1].parent), *words])
    assert done.exit_code == 0, done.output
    entries = json.loads(wanted.read_text("utf-8"))["results"]
    assert [(entry["work"], entry["pages"]) for entry in entries] == [
        ("cold", 2),
        ("warm", 2),
        ("edit", 2),
        ("check", 0),
    ]
    assert all(entry["seconds"] > 0 and entry["memory_bytes"] > 0 for entry in entries)
