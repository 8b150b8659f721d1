"""What tells more about somebody than they may want is found; what only looks like it is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inpublic.gate.detect import HINTS
from inpublic.gate.personal import PHONES, find_personal


def _found(text: str) -> list[str]:
    return [text[match.start : match.end] for match in find_personal(text, HINTS.of(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/home/ada/x.py", "/home/ada"),
        ('"/Users/ada.quill"', "/Users/ada.quill"),
        ("\\n/home/ada/x", "/home/ada"),
        ("file:///home/ada/x", "/home/ada"),
        ("/mnt/home/ada/x", "/home/ada"),
        ("c:\\users\\ada", ""),
        ("C:\\Users\\Ada Quill\\x", "C:\\Users\\Ada Quill"),
        ("C:\\\\Users\\\\ada\\\\x", "C:\\\\Users\\\\ada"),
        ("C:/Users/ada/x", "C:/Users/ada"),
        ("/home/jovyan/x", ""),
        ("https://x.org/home/ada/", ""),
        ('<a href="/home/ada/">', ""),
        ("../home/ada/x", ""),
        ("/home/{name}/x", ""),
        ("/home/*/x", ""),
    ],
)
def test_home_folders_tell_a_name(text: str, found: str) -> None:
    assert _found(text) == ([found] if found else [])


@pytest.mark.parametrize(
    "text", ["http://10.1.2.3:80/", "ip: 10.1.2.3", "192.168.4.7", "172.31.9.9", "ssh 10.1.2.3", "host=10.1.2.3"]
)
def test_private_addresses_are_found(text: str) -> None:
    assert len(_found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "10.1.2.3 Results",
        "10.1.2.3.4",
        "x-10.1.2.3",
        "v10.1.2.3:80",
        "192.168.4.700",
        "192.168.04.7",
        "172.32.1.1",
        "192.168.1.1",
        "version 192.168.4.7",
        "pkg==10.1.2.3",
        "10.0.0.0/8",
        "110.1.2.3:80",
        "array([10.1, 2.3, 10.2])",
    ],
)
def test_versions_sections_and_public_addresses_are_not(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    "text", ["ada@quill.de", "A. Quill <ada.q@cs.quill.edu>", "mailto:ada@quill.io", "'ada@GMAIL.COM'"]
)
def test_mailboxes_are_found(text: str) -> None:
    assert len(_found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "@app.route",
        "x@y.T",
        "W@x.to(device)",
        "a@b.at[0]",
        "git@github.com:x",
        "https://ada@quill.de",
        "ada@example.org",
        "noreply@quill.de",
        "info@quill.de",
        "scp ada@quill.de",
        "@ada.quill",
        "logo@2x.png",
        "run@v1.py",
        "a@b.c",
    ],
)
def test_code_machines_and_roles_are_no_mailboxes(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "+49 30 2345 6789",
        "+1 415-867-5309",
        "(415) 867-5309",
        "+44 20 7946 0958",
        "+491712398847",
        "+33612345678",
        "+14158675309",
    ],
)
def test_phone_numbers_in_the_usual_forms_are_found(text: str) -> None:
    assert _found(f"call {text}!") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "+1 +2 +3",
        "1e+10",
        "+1234567890",
        "415-867-5309",
        "x+49 30 2345 6789",
        "+49 30 2345 6789.5",
        "+2147483647",  # as far as 32 bits count
        "+4294967295",
        "+10000000000",
        "+4900000000000",
        "5 +491712398847",
        "f(x) +491712398847",
        "+491712398847.5",
        "+491712398847*x",
        "+9223372036854775807",
        "tel:12",
        "hotel:0171 2398847",
        "+1 415 555 0123",
        "[+10 20 30 40]",
        "2024-01-31",
        "+0.5 +0.25",
        "978-3-16-148410-0",
    ],
)
def test_numbers_are_no_phone_numbers(text: str) -> None:
    assert _found(text) == []


@given(
    st.lists(
        st.sampled_from(
            [
                *("+1 (212) 867-5309", "+49 30 12 ", "+493012345678", "(212) 867-5309", "tel:212-867-53", "TEL:"),
                *("+", "1", "49", "(", ") ", " ", "-", ".", "x", "7"),
            ]
        )
    )
)
@settings(max_examples=300, deadline=None)
def test_no_phone_number_is_missed_that_a_search_of_the_whole_text_would_find(pieces: list[str]) -> None:
    text = "".join(pieces)
    held = HINTS.of(text)
    for anchors, before, form in PHONES:
        places = {place - before for anchor in anchors for place in held.get(anchor, ())}
        assert {found.start() for found in form.finditer(text)} <= places
