"""Players and links for what is heard, watched or read elsewhere."""

from __future__ import annotations

from inpublic.media import media_html, pdf_html


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
