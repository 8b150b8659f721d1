"""Boxes get the classes that Material styles, by whatever name."""

from __future__ import annotations

import pytest

from inpublic.text.admonitions import KINDS, alert_kind, box_tags, title_of, title_tags

MATERIAL = set("note abstract info tip success question warning failure danger bug example quote".split())


def test_every_name_leads_to_a_class_that_material_styles() -> None:
    assert set(KINDS.values()) == MATERIAL
    assert set(KINDS) >= MATERIAL


@pytest.mark.parametrize(
    ("name", "kind"),
    [("NOTE", "note"), ("tip", "tip"), ("IMPORTANT", "tip"), ("WARNING", "warning"), ("Caution", "danger")],
)
def test_an_alert_of_github_has_a_class(name: str, kind: str) -> None:
    assert alert_kind(name) == kind


@pytest.mark.parametrize(("name", "title"), [("note", "Note"), ("seealso", "See also"), ("tldr", "TL;DR")])
def test_a_name_makes_a_title(name: str, title: str) -> None:
    assert title_of(name) == title


def test_a_box_that_folds_is_details_with_a_summary() -> None:
    assert box_tags("bug", ' id="x"', folds=True, is_open=True) == ('<details class="bug" id="x" open>', "</details>\n")
    assert title_tags(folds=True) == ("<summary>", "</summary>\n")


def test_any_other_is_a_division_with_a_title() -> None:
    assert box_tags("bug", "", folds=False, is_open=False) == ('<div class="admonition bug">\n', "</div>\n")
    assert title_tags(folds=False) == ('<p class="admonition-title">', "</p>\n")
