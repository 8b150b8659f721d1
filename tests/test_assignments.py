"""What is given to a telling name is found in all the ways of writing it."""

from __future__ import annotations

import pytest

from inpublic.gate.assignments import find_assignments
from inpublic.gate.detect import HINTS

VALUE = "Zx81kLmQ"


@pytest.mark.parametrize(
    "text",
    [
        "api_key = 'V'",
        'API_KEY="V"',
        "api_key: str = 'V'",
        "self.api_key = f'V'",
        "x(api_key='V')",
        "x(api_key=SecretStr('V'))",
        "{'api_key': 'V'}",
        '{"api-key":"V"}',
        '{\\"api_key\\": \\"V\\"}',
        "{&quot;api_key&quot;: &quot;V&quot;}",
        "os.environ['API_KEY'] = 'V'",
        "os.environ.setdefault('API_KEY', 'V')",
        "setx('API_KEY',\n    'V')",
        "export API_KEY=V",
        "%env API_KEY=V",
        "api_key: V",
        "api_key = V # mine",
        "tool --api-key V x",
        "tool --api-key=V",
        "-H 'X-Api-Key: V'",
        "'Authorization': 'Bearer V'",
        "Authorization: Token V",
        "bearer V",
        "?api_key=V&x=1",
        "<td>api_key</td><td>V</td>",
        "| api_key | V |",
        "api_key_2 = 'V'",
        "api_key := 'V'",
        "'api_key' => 'V'",
        "<span>api_key</span> <span>=</span> <span>&quot;V&quot;</span>",
    ],
)
def test_the_value_is_found_without_its_quotes(text: str) -> None:
    text = text.replace("V", VALUE)
    assert VALUE in [found.value for found in find_assignments(text, HINTS.of(text))]
    assert all(text[found.start : found.end] == found.value for found in find_assignments(text, HINTS.of(text)))


@pytest.mark.parametrize(
    "text",
    [
        "if api_key == 'Zx81kLmQ'",
        "api_key = get_the_key('x')",
        "api_key = settings.api_key",
        "api_key = os.environ['API_KEY']",
        "for token in tokens_of_mine",
        "tokenizer = 'Zx81kLmQ'",
        "['token', other_thing_1]",
        "PrivateKey|PublicKey99",
        "the key is here",
        "api_key = ''",
    ],
)
def test_code_and_prose_assign_nothing(text: str) -> None:
    assert not list(find_assignments(text, HINTS.of(text)))


def test_an_assignment_knows_its_name_its_line_and_its_form() -> None:
    text = "import x\nclient = cohere.Client(\"a\", API_KEY='Zx81kLmQ')"
    (found,) = find_assignments(text, HINTS.of(text))
    assert (found.name, found.quoted, found.scheme) == ("api_key", True, "")
    assert found.before == 'client = cohere.client("a", '


def test_letters_that_grow_when_made_small_move_nothing() -> None:
    text = "İİİ api_key = 'Zx81kLmQ'"
    assert [text[found.start : found.end] for found in find_assignments(text, HINTS.of(text))] == [VALUE]
