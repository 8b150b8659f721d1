"""Players and links for what is heard, watched or read elsewhere."""

from __future__ import annotations

import pytest

from inpublic.celloutputs.media import SUFFIXES, media_html, pdf_html


def test_a_player_loads_nothing_until_it_is_pressed() -> None:
    html = media_html("audio/wav", "a.wav", 1_500)
    assert '<audio controls preload="none" aria-label="Sound" src="a.wav">' in html
    assert '<a href="a.wav" download>Sound (2 kB)</a>' in html
    assert "<video" in media_html("video/mp4", "a.mp4", 2_500_000)
    assert "(2.5 MB)" in media_html("video/mp4", "a.mp4", 2_500_000)


def test_a_document_is_a_link_that_says_its_kind_and_size() -> None:
    assert pdf_html("a.pdf", 10, "Plan <1>") == (
        '<p class="ip-file"><a href="a.pdf" type="application/pdf">Plan &lt;1&gt; (PDF, 1 kB)</a></p>'
    )
    assert ">Document (PDF" in pdf_html("a.pdf", 10, "")


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 kB"), (12_345, "12 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (38_400_000, "38.4 MB")],
)
def test_a_size_is_written_as_people_do(size: int, words: str) -> None:
    assert f"(PDF, {words})" in pdf_html("a.pdf", size, "")


@pytest.mark.parametrize("mime", SUFFIXES)
def test_every_kind_gets_its_player(mime: str) -> None:
    html = media_html(mime, "a", 1)
    assert html.startswith(f'<div class="ip-media"><{mime.partition("/")[0]} controls preload="none"')
