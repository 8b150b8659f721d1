"""The map of skills: what is shipped, what a learner adds, and what is said about slips."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inpublic.errors import Severity
from inpublic.skills.skillfile import read_skill_map, shipped
from inpublic.skills.skillmap import Lookup, SkillKind


def found(name: str, text: str = "") -> list[str]:
    skill_map, _ = read_skill_map(text, shipped())
    return [rule.name for rule in Lookup(skill_map).rules(name)]


def test_the_shipped_map_names_the_packages_of_the_field() -> None:
    packages = [rule for rule in shipped().rules if rule.kind is SkillKind.PACKAGE]
    assert len(packages) > 120
    assert all(rule.group and rule.names for rule in packages)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sklearn.linear_model.Ridge.fit", ["scikit-learn", "Linear models", "Regularisation"]),
        ("sklearn.?.mean", []),
        ("pandas.?.merge", ["pandas", "Joining tables"]),
        ("numpyx.array", []),
        ("tensorflow.keras.layers.Conv2D", ["Convolutional networks", "Keras", "Neural networks", "TensorFlow"]),
        ("itertools.groupby", []),
        ("r:stats.lm", ["Linear models"]),
        ("pandas.?.name.str.join", ["pandas"]),
        ("pandas.date_range", ["pandas"]),
        ("sklearn.metrics.pairwise.cosine_similarity", ["scikit-learn"]),
        ("tensorflow.keras.datasets.mnist.load_data", ["Keras", "TensorFlow"]),
        ("transformers.ViTForImageClassification.from_pretrained", ["Hugging Face Transformers", "Transformers"]),
        ("multiprocessing.cpu_count", []),
    ],
)
def test_a_name_covers_all_below_it_and_a_star_stands_for_anything(name: str, expected: list[str]) -> None:
    assert sorted(found(name)) == sorted(expected)


_PARTS = sorted({part for rule in shipped().rules for name in rule.names for part in re.split(r"[.*:]", name) if part})


def _is_meant(pattern: str, name: str) -> bool:
    return re.match(".*".join(map(re.escape, pattern.split("*"))) + r"(?:\.|$)", name) is not None


@given(st.sampled_from(["", "r:", "julia:"]), st.lists(st.sampled_from([*_PARTS, "x", "?"]), min_size=1, max_size=5))
def test_a_name_means_what_one_finds_who_tries_every_pattern(language: str, parts: list[str]) -> None:
    name = language + ".".join(parts)
    known = parts.index("?") if "?" in parts else 0
    plain = {f"{language}{'.'.join(parts[:end])}" for end in range(known + 1, len(parts) + 1)}
    wanted = {
        rule.name
        for rule in shipped().rules
        for one in rule.names
        if (_is_meant(one, name) if "*" in one else one in plain)
    }
    assert set(found(name)) == wanted


def test_a_learner_adds_skills_and_names_to_those_that_are_there() -> None:
    text = "packages:\n  pandas: my_frames\n  Ours: our_package\ntechniques:\n  Own: {Magic: our_package.spell}"
    assert found("my_frames.read", text) == ["pandas"]
    assert found("pandas.read_csv", text) == ["pandas"]
    assert found("our_package.spell", text) == ["Ours", "Magic"]


def test_skills_are_renamed_and_hidden_however_they_are_spelt() -> None:
    skill_map, problems = read_skill_map("rename: {Scikit Learn: Sklearn}\nhide: [numpy]", shipped())
    assert (skill_map.shown("scikit-learn"), skill_map.shown("NumPy"), skill_map.shown("pandas")) == (
        "Sklearn",
        "",
        "pandas",
    )
    assert not problems


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\npackage: {a: b}", 2, "the key «package» is not known"),
        ("packages:\n  A: [x, {y: z}]", 2, "«A» must be a list of words"),
        ("packages:\n  A: '*'", 2, "«A» has «*», which is no name in code"),
        ("packages: numpy", 1, "«packages» must be lines of the form"),
        ("hide:\n  - NumPy\n  - panda", 3, "the skill «panda» is not known"),
        ("rename:\n  Nunpy: x", 2, "the skill «Nunpy» is not known"),
        ("declared:\n  Talks: [a]", 2, "«Talks» must be text"),
        ("declared:\n  - Talks\n  - Chess: a", 3, "«declared» has a mapping, where a skill should be"),
        ("techniques:\n  A: x\n  B: []", 3, "«B» has no name in code"),
        ("rename:\n  NumPy: ''", 2, "«NumPy» is to have no name"),
        ("a: [", 1, "this file is not valid YAML"),
        ("hide: [a]\nhide: [b]", 2, "this file has the key «hide» twice"),
    ],
)
def test_a_slip_is_told_with_its_line_and_a_remedy(text: str, line: int, words: str) -> None:
    _, (problem,) = read_skill_map(text, shipped())
    assert (problem.path, problem.line) == ("docs/skills.yml", line)
    assert problem.message.startswith(words)
    assert problem.hint


def test_a_likely_slip_is_a_warning_with_the_right_spelling() -> None:
    _, (problem,) = read_skill_map("hide: [Matplotlab]", shipped())
    assert (problem.severity, problem.hint) == (Severity.WARNING, "Did you mean «Matplotlib»?")


def test_the_guides_example_is_read_without_a_word() -> None:
    guide = Path(__file__).parent.with_name("GUIDE.md").read_text("utf-8").partition("## Skills with evidence")[2]
    example = re.search(r"```yaml\n(.*?)```", guide, re.DOTALL)
    assert example is not None
    skill_map, problems = read_skill_map(example[1], shipped())
    assert problems == ()
    assert skill_map.shown("Pillow") == ""
    rules = [rule.name for rule in Lookup(skill_map).rules("statsmodels.tsa.statespace.sarimax.SARIMAX.fit")]
    assert "SARIMA" in rules
