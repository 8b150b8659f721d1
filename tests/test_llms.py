"""llms.txt is Markdown that names all work, and holds no tag whatever a title says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from inpublic.load import load_website
from inpublic.outputs.llms import llms_text
from inpublic.settings.config import load_config


def test_a_title_brings_no_tag_into_the_file(make_site: Callable[..., Path]) -> None:
    title = '---\ntitle: "</script><script>alert(5)</script>"\n---\n\nHow <b>bold</b>.\n'
    config = load_config(make_site({"projects/a.md": title}), {"SITE_URL": "https://ada.example/"})

    text = llms_text(load_website(config).website)

    assert "alert(5)" in text
    assert "<" not in text
