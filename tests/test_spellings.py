import pytest

from inpublic.records.fields import FIELDS
from inpublic.records.spellings import DIALECT, FOREIGN, NEGATED, SPELLINGS, field_name, is_foreign, is_known, suggest


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("title", "title"),
        ("Title", "title"),
        ("description", "summary"),
        ("categories", "tags"),
        ("image", "cover"),
        ("image-alt", "cover_alt"),
        ("date-modified", "updated"),
        ("Based on", "based_on"),
        ("badges", None),
        ("titel", None),
    ],
)
def test_other_spellings_of_a_field_are_understood(key: str, name: str | None) -> None:
    assert field_name(key) == name


@pytest.mark.parametrize(
    "key", ["jupytext", "kernelspec", "format", "toc", "toc-depth", "author", "execute", "colorFrom", "X-mine"]
)
def test_keys_of_other_tools_are_passed_over(key: str) -> None:
    assert is_foreign(key)


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("titel", "Did you mean «title»?"),
        ("dat", "Did you mean «date»?"),
        ("sumary", "Did you mean «summary»?"),
        ("qqq", ""),
    ],
)
def test_a_typing_slip_gets_a_suggestion(key: str, hint: str) -> None:
    assert suggest(key) == hint
    assert not is_known(key)


def test_the_tables_do_not_contradict_each_other() -> None:
    assert set(SPELLINGS.values()) <= set(FIELDS)
    assert not set(SPELLINGS) & set(FIELDS)
    assert not {name for name in FOREIGN if name in FIELDS or name in SPELLINGS}
    assert set(SPELLINGS) >= NEGATED
    assert all(is_known(key) for key in DIALECT)
