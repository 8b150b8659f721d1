import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from inpublic.build import build_tree
from inpublic.curriculum.proof import State
from inpublic.languages import languages, words
from inpublic.outputs.curriculum import judged_tracks
from inpublic.settings.config import load_config
from inpublic.skills.skillfile import read_skill_map, shipped
from inpublic.skills.skillmap import SkillKind

HOLES = re.compile(r"\{\w*\}")


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_language_has_the_texts_of_english_with_the_same_holes(language: str) -> None:
    other = words(language).texts
    english = {key: text for key, text in words("en").texts.items() if key in other or not key.endswith(".one")}

    assert other.keys() == english.keys()
    assert {key: sorted(HOLES.findall(text)) for key, text in other.items()} == {
        key: sorted(HOLES.findall(text)) for key, text in english.items()
    }


def test_chinese_lacks_no_text_of_its_own() -> None:
    missing = [key for key, text in words("zh").texts.items() if text == words("en").texts[key] and text.isascii()]

    assert [key for key in missing if re.search("[A-Za-z]{3}", key)] == []


@pytest.mark.parametrize(("asked", "given"), [("zh-Hans", "zh"), ("de", "en"), ("en", "en"), ("pt-BR", "en")])
def test_a_language_without_a_file_is_given_in_english(asked: str, given: str) -> None:
    assert words(asked).language == given


def test_a_language_without_a_plural_never_shows_the_english_singular() -> None:
    assert not any(key.endswith(".one") for key in words("zh").texts)


def test_one_thing_is_counted_with_a_text_of_its_own() -> None:
    texts = words("en")

    for key in [key.removesuffix(".one") for key in texts.texts if key.endswith(".one")]:
        assert texts.texts[f"{key}.one"] != texts.texts[key]


def test_each_technique_that_we_know_has_a_name_in_every_language() -> None:
    techniques = [rule.name for rule in shipped().rules if rule.kind is SkillKind.TECHNIQUE]

    for language in languages():
        assert words(language).subject("technique").keys() == set(techniques)
    assert words("en").subject("technique") == {name: name for name in techniques}


SOURCE = "from sklearn.model_selection import cross_val_score\ncross_val_score(m, X, y)"
CELL = {"cell_type": "code", "metadata": {}, "source": SOURCE, "execution_count": 1, "outputs": []}
CODE = json.dumps({"cells": [CELL], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ("", "交叉验证"),
        ("rename: {Cross-validation: CV}", "CV"),
        ("hide: [交叉验证]", ""),
        ("rename: {CV: cross-validation}", "交叉验证"),
    ],
)
def test_a_chinese_site_names_techniques_in_chinese_unless_its_learner_does_otherwise(
    make_site: Callable[..., Path], own: str, shown: str
) -> None:
    theme = "theme: {language: zh}\n"
    root = make_site({"mkdocs.yml": f"site_name: A\n{theme}", "projects/a.ipynb": CODE, "docs/skills.yml": own})
    website = build_tree(load_config(root, {})).website

    assert [skill.name for skill in website.skills if skill.kind is SkillKind.TECHNIQUE] == ([shown] if shown else [])


@pytest.mark.parametrize("name", ["Cross-validation", "交叉验证"])
def test_a_unit_of_a_chinese_site_may_name_its_proof_in_either_language(
    make_site: Callable[..., Path], name: str
) -> None:
    unit = f"tracks: [{{title: T, units: [{{title: U, status: done, outcome: {{skill: {name}}}}}]}}]\n"
    files = {"mkdocs.yml": "site_name: A\ntheme: {language: zh}\n", "projects/a.ipynb": CODE}
    website = build_tree(load_config(make_site({**files, "docs/curriculum.yml": unit}), {})).website

    [track] = judged_tracks(website)
    assert track.units[0].state is State.DONE


def test_names_that_a_learner_brings_together_stay_together_in_chinese() -> None:
    skill_map, _ = read_skill_map("rename: {树: decision trees, Clustering: Grouping}", shipped())
    chinese = skill_map.translated(words("zh").subject("technique"))

    assert [chinese.shown(name) for name in ("树", "Decision trees", "Clustering")] == ["决策树", "决策树", "Grouping"]
