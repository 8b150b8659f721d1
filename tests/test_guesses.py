import pytest

from inpublic.project import Level, Origin, Stage
from inpublic.records.guesses import guess_address, guess_word

STAGES = [stage.value for stage in Stage]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        pytest.param("deployment", "production", id="another word for it"),
        pytest.param("data cleaning", "data", id="a part of it"),
        pytest.param("model retraining", "retraining", id="the longest part"),
        pytest.param("evalution", "evaluation", id="a slip"),
        pytest.param("everything", "", id="nothing near"),
    ],
)
def test_a_stage_that_is_called_something_else_is_guessed(word: str, meant: str) -> None:
    assert guess_word(word, STAGES) == meant


def test_a_word_is_no_guess_where_its_meaning_is_no_choice() -> None:
    assert guess_word("tutorial", [origin.value for origin in Origin]) == "guided"
    assert guess_word("tutorial", [level.value for level in Level]) == ""


def test_letters_inside_of_a_word_are_no_part_of_it() -> None:
    assert guess_word("confidence", ["id", "title"], 0.7) == ""
    assert guess_word("project_id", ["id", "title"], 0.7) == "id"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("my-app.streamlit.app", "https://my-app.streamlit.app"),
        ("//example.org/a?b=c", "https://example.org/a?b=c"),
        ("10.1093/biomet/65.2.243", "https://doi.org/10.1093/biomet/65.2.243"),
        ("doi:10.1000/xyz", "https://doi.org/10.1000/xyz"),
        ("arXiv:1706.03762v5", "https://arxiv.org/abs/1706.03762v5"),
        ("ada/taxi", "https://github.com/ada/taxi"),
        ("demo.html", ""),
        ("figures/report.pdf", ""),
        ("soon", ""),
        ("ask me", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_an_address_that_lacks_its_beginning_is_guessed(text: str, address: str) -> None:
    assert guess_address(text) == address
