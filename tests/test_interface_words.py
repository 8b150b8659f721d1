import re

import pytest

from inpublic.languages import languages, words

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
