"""Our own phrases in documents, in the language of the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from inpublic.celloutputs.frames import Frame, frame_html
from inpublic.celloutputs.media import media_html
from inpublic.languages import words
from inpublic.pages.phrases import in_language

ZH = words("zh")


@pytest.mark.parametrize(
    ("html", "phrase"),
    [
        ('<details class="ip-fold ip-fold--code"><summary>Show code</summary>x</details>', "显示代码"),
        ('<details class="ip-fold"><summary>Show output</summary>x</details>', "显示输出"),
        ('<details class="ip-fold"><summary>Show LaTeX source</summary>x</details>', "显示 LaTeX 源代码"),
        ('<details class="ip-fold ip-more"><summary><span class="ip-more__open">Show all 1,200 lines</span>', "1,200"),
        (frame_html(Frame('data-frame="x"')), "要查看这个"),
        (media_html("video/mp4", "a.mp4", 9), "视频"),
        ('<p class="admonition-title">See also</p>', "参见"),
    ],
)
def test_a_phrase_of_ours_is_translated(html: str, phrase: str) -> None:
    told = in_language(html, ZH)

    assert phrase in told
    assert not re.search(r">(Show|See|To see|Film)", told)
    assert in_language(html, words("en")) == html


@pytest.mark.parametrize(
    "html",
    [
        "<p>Show code</p>",
        "<details><summary>Show code</summary>x</details>",
        '<p class="admonition-title">My own title</p>',
        '<details class="ip-fold"><summary>Show me how</summary>x</details>',
    ],
)
def test_the_words_of_an_author_stay(html: str) -> None:
    assert in_language(html, ZH) == html


@pytest.mark.slow
def test_a_chinese_site_says_nothing_in_english(make_site: Callable[..., Path], run: Callable[..., object]) -> None:
    root = make_site(
        {"projects/taxi.md": "---\ndate: 2026-03-01\nlevel: beginner\ntags: [数据]\n---\n# 出租车\n\n车费。\n"}
    )
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("name: material", "name: material, language: zh"), "utf-8")
    run("build", "--root", root, "--tree-only")
    text = "".join(path.read_text("utf-8") for path in (root / "docs").rglob("*.md"))
    said = re.sub(r"<[^>]*>|---.*?---|https?://\S+|\{ #.*? \}", " ", text, flags=re.DOTALL)
    known = {
        "RSS",
        "Atom",
        "JSON",
        "Feed",
        "Feedly",
        "Inoreader",
        "Ada",
        "Quill",
        "GitHub",
        "feed",
        "atom",
        "json",
        "xml",
    }

    assert "2026年3月1日" in text
    assert set(re.findall(r"[A-Za-z]{3,}", said)) - known == set()
