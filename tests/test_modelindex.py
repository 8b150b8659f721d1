import pytest

from inpublic.project import Dataset, Result
from inpublic.records.record import parse_layer

CARD = """
license: mit
datasets: [imdb]
model-index:
  - name: distilbert-imdb
    results:
      - task: {type: text-classification, name: Text Classification}
        dataset: {type: imdb, name: IMDB, config: plain_text, split: test}
        metrics:
          - {type: accuracy, value: 0.930, name: Accuracy}
          - {type: loss, value: 0.21}
      - task: {type: text-classification}
        dataset: {type: sst2, name: SST-2}
        metrics:
          - {type: f1, value: 91.2, verified: true}
"""

RESULTS = (
    Result("Accuracy", "0.930", split="IMDB, test", higher_is_better=True),
    Result("Loss", "0.21", split="IMDB, test", higher_is_better=False),
    Result("F1", "91.2", split="SST-2", higher_is_better=True),
)

OWN = Result("Accuracy", "0.94", "0.5", higher_is_better=True)


def layer(text: str) -> dict[str, object]:
    found, problems = parse_layer(text, origin="README.md", path="README.md")
    assert problems == ()
    return dict(found.values)


def test_a_model_card_has_its_results_and_what_it_says_of_data_counts_first() -> None:
    assert layer(CARD) == {"results": RESULTS, "datasets": (Dataset("imdb"),)}


def test_without_other_words_the_data_are_those_that_were_measured_on() -> None:
    assert layer(CARD.replace("datasets: [imdb]\n", ""))["datasets"] == (Dataset("IMDB"), Dataset("SST-2"))


def test_results_of_our_own_go_before_those_of_the_card() -> None:
    own = "results: {metric: Accuracy, value: 0.94, baseline: 0.5}\n"
    assert layer(own + CARD)["results"] == layer(CARD + own)["results"] == (OWN,)


def test_what_does_not_fit_in_another_tools_key_is_passed_over() -> None:
    for odd in ("~", "a", "[a, {results: b}]", "{results: [{metrics: {type: [x], value: 1}}]}", "[[[]]]"):
        assert layer(f"model-index: {odd}") == {}
    assert layer("model_index: {results: {metrics: [{type: acc}, 7, {type: acc, value: 1}]}}") == {
        "results": (Result("Accuracy", "1", higher_is_better=True),)
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("0.9105504587155964", "0.9106", id="all the digits of a computer"),
        pytest.param("-12.300000190734863", "-12.3000", id="a float of less precision"),
        pytest.param("1.234567890123e-05", "1.235e-05", id="a small one"),
        pytest.param("81234567.12345678", "8.123e+07", id="a large one"),
        pytest.param("0.930", "0.930", id="as somebody wrote it"),
        pytest.param("0.87 ± 0.01", "0.87 ± 0.01", id="words"),
    ],
)
def test_a_number_that_no_person_wrote_is_rounded(value: str, shown: str) -> None:
    card = f"model-index: [{{results: [{{metrics: [{{type: f1, value: {value}}}]}}]}}]"
    assert layer(card)["results"] == (Result("F1", shown, higher_is_better=True),)
