"""The search finds what stands on a page, and its index stays small however large the site is."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from material.plugins.search import plugin as material
from mkdocs.config.defaults import MkDocsConfig

from inpublic.engine.searching import (
    INDEX,
    LARGEST,
    SMALL,
    TEXTS,
    Entry,
    LeanIndex,
    Room,
    Sizes,
    Texts,
    by_page,
    fitted,
    lean_index,
    shortened,
)

CONFIG = {"lang": ["en"], "separator": r"[\s\-]+", "pipeline": ["stopWordFilter"], "fields": {}}


def _page(name: str, html: str, **meta: object) -> Any:  # Any: what MkDocs calls a page, as far as the search looks
    file = SimpleNamespace(src_uri=f"{name}.md")
    return SimpleNamespace(content=html, meta=meta, toc=[], url=f"{name}/", title=f"Title {name}", file=file)


def _index(folder: Path, pages: Sequence[Any]) -> dict[str, Any]:
    index = LeanIndex(CONFIG, folder)
    for page in pages:
        index.add_entry_from_context(page)
    index.keep([page.file.src_uri for page in pages])
    found: dict[str, Any] = json.loads(index.generate_search_index(None))
    return found


def _large(pages: int) -> list[Any]:
    return [
        _page(f"p{number}", f'<h1 id="t">Page {number}</h1><p>{_noise(number)}</p><h2 id="s">S</h2><p>{number}</p>')
        for number in range(pages)
    ]


@pytest.mark.parametrize(
    ("html", "left"),
    [
        pytest.param("<p data-search-exclude>words</p>", None, id="nothing that Material takes out"),
        pytest.param('<p data-search-x="y">words</p>', "<p>words</p>", id="something"),
    ],
)
def test_a_page_without_its_attributes_is_spared_that_material_looks_for_them(html: str, left: str | None) -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "Ada", "theme": {"name": "material"}, "plugins": ["search"]})
    config.validate()
    plugin = config.plugins["material/search"]
    plugin.on_startup(command="build", dirty=False)
    plugin.on_config(config)
    index = lean_index(config)
    assert index is not None
    assert index is lean_index(config)

    def read(handler: Callable[..., object], name: str) -> object:
        page = _page(name, html)
        assert handler({}, page=page, config=config, nav=None) is None
        return page.content

    (spared,) = config.plugins.events["page_context"]
    assert spared != plugin.on_page_context
    assert read(spared, "a") == read(plugin.on_page_context, "b") == (left or html)
    (one,), (other,) = index.entries_of["a.md"], index.entries_of["b.md"]
    assert {**other, "location": "a/", "title": "Title a"} == one


def test_a_small_site_has_its_text_in_one_file(tmp_path: Path) -> None:
    found = _index(tmp_path, [_page("a", '<h1 id="a">A &lt; B</h1><p>one</p><h2 id="b">C</h2><p>two</p>')])
    assert found == {
        "config": CONFIG,
        "docs": [
            {"location": "a/", "title": "A &lt; B", "text": "one"},
            {"location": "a/#b", "title": "C", "text": "two"},
        ],
    }
    assert not (tmp_path / TEXTS).exists()


def test_a_large_site_sends_titles_with_the_page_and_the_texts_when_they_are_asked_for(tmp_path: Path) -> None:
    found = _index(tmp_path, _large(60))
    assert found["docs"] == [{"location": f"p{number}/", "title": f"Page {number}", "text": ""} for number in range(60)]
    assert found["config"]["more"].startswith(f"{TEXTS}?")
    texts = json.loads((tmp_path / TEXTS).read_text("utf-8"))
    assert list(texts) == [f"p{number}/" for number in range(60)]
    assert [part[:2] for part in texts["p7/"]] == [["", ""], ["s", "S"]]


def test_other_texts_have_another_address(tmp_path: Path) -> None:
    first, second = (_index(tmp_path, _large(count))["config"]["more"] for count in (60, 61))
    assert first != second


def test_an_index_that_is_put_off_is_the_last_one_until_it_is_made(tmp_path: Path) -> None:
    last, new = tmp_path / "last", tmp_path / "new"
    (last / INDEX).parent.mkdir()
    (last / INDEX).write_text(json.dumps(_index(last, _large(60))))
    index = LeanIndex(CONFIG, new)
    index.put_off(last)
    for page in _large(61):
        index.add_entry_from_context(page)
    index.keep([f"p{number}.md" for number in range(61)])
    assert json.loads(index.generate_search_index(None)) == json.loads((last / INDEX).read_text("utf-8"))
    assert (new / TEXTS).read_bytes() == (last / TEXTS).read_bytes()
    assert index.catch_up(last) == [INDEX, TEXTS]
    assert json.loads((last / INDEX).read_text("utf-8")) == _index(tmp_path / "at once", _large(61))
    assert (last / TEXTS).read_bytes() == (tmp_path / "at once" / TEXTS).read_bytes()


def test_nothing_is_put_off_where_there_was_no_index(tmp_path: Path) -> None:
    index = LeanIndex(CONFIG, tmp_path)
    index.put_off(tmp_path)
    assert json.loads(index.generate_search_index(None)) == {"config": CONFIG, "docs": []}
    assert index.catch_up(tmp_path) == []


def test_what_a_reader_fetches_stays_within_the_limit(tmp_path: Path) -> None:
    rows = [_page(f"p{n}", f'<h1 id="t">{n * 7919:x}</h1><p>{_noise(n)}</p>') for n in range(500)]
    index = json.dumps(_index(tmp_path, rows)).encode()
    texts = (tmp_path / TEXTS).read_bytes()
    assert len(gzip.compress(index, 6)) <= SMALL
    assert LARGEST / 2 < len(gzip.compress(texts, 6)) + len(gzip.compress(index, 6)) <= LARGEST + 2000


def _noise(seed: int) -> str:
    return " ".join(f"{(seed * 100_003 + number) * 2_654_435_761 % 2**32:x}" for number in range(400))


def test_a_site_that_says_everything_many_times_is_not_small(tmp_path: Path) -> None:
    found = _index(tmp_path, [_page(f"p{number}", f"<p>{'the same ' * 1000}</p>") for number in range(60)])
    assert len(gzip.compress((tmp_path / TEXTS).read_bytes(), 6)) < SMALL
    assert {doc["text"] for doc in found["docs"]} == {""}


@given(st.lists(st.text(), min_size=1), st.integers(min_value=1, max_value=400))
def test_what_fits_is_what_hosts_would_send_in_so_many_bytes(words: list[str], largest: int) -> None:
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    packed, quickly = (len(gzip.compress(text, level)) for level in (6, 1))
    assert (Room(largest).held(words) == 1) == (
        min(packed, quickly) <= largest if len(text) <= 2 * largest else packed <= largest
    )


def test_every_page_can_be_found_by_its_title(tmp_path: Path) -> None:
    docs = _index(tmp_path, [_page("a", ""), _page("b", '<h2 id="x">X</h2>')])["docs"]
    assert [(doc["location"], doc["title"]) for doc in docs] == [
        ("a/", "Title a"),
        ("b/", "Title b"),
        ("b/#x", "X"),
    ]


def test_a_page_that_is_excluded_is_not_searched(tmp_path: Path) -> None:
    assert _index(tmp_path, [_page("a", "<p>no</p>", search={"exclude": True})])["docs"] == []


def test_chinese_is_the_same_with_and_without_jieba(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = _page("taxi", '<h1 id="t">预测出租车费用</h1><p>我们先看数据。</p>')
    jieba = ModuleType("jieba")
    jieba.cut = lambda text: list(text.decode())  # type: ignore[attr-defined]  # a package that may not be here
    found = []
    for there in (None, jieba):
        monkeypatch.setattr(material, "jieba", there)
        found.append(_index(tmp_path, [page]))
    assert found[0] == found[1]
    assert found[0]["docs"][0]["title"] == "预测出租车费用"


def _entry(number: int, words: str) -> Entry:
    return {"location": f"projects/p{number}/#s", "title": f"Title {number}", "text": words}


def _size(texts: Texts) -> int:
    text = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    return len(gzip.compress(text.encode(), 6))


def test_a_small_site_keeps_its_full_text() -> None:
    assert fitted([_entry(1, "one two\nthree")]) == {"projects/p1/": [("s", "Title 1", "one two\nthree")]}


@settings(max_examples=50, deadline=None)
@given(
    texts=st.lists(st.text("abcdefgh 预\n&<", max_size=3000), min_size=1, max_size=12), largest=st.integers(500, 20_000)
)
def test_an_index_fits_and_shortens_all_texts_alike(texts: list[str], largest: int) -> None:
    found = fitted([_entry(number, text) for number, text in enumerate(texts)], largest)
    assert _size(found) <= largest or not any(text for sections in found.values() for *_, text in sections)
    for page, sections in found.items():
        assert [title for _, title, _ in sections] == [f"Title {page.strip('/').removeprefix('projects/p')}"]


@pytest.mark.parametrize("pages", [400, 900])
def test_texts_are_cut_no_further_than_they_have_to_be(pages: int) -> None:
    entries = [_entry(number, _noise(number)[: 600 + number % 7 * 400]) for number in range(pages)]
    largest = pages * 300
    assert 0.85 * largest < _size(fitted(entries, largest)) <= largest
    assert fitted(entries, 10_000_000) == by_page(entries)


def test_sections_are_given_up_last_and_pages_never_before_them() -> None:
    pages = [{"location": f"p{number}/", "title": f"{number:x}" * 9, "text": "w" * 50} for number in range(200)]
    parts = [{**page, "location": f"{page['location']}#a{number * 7919}"} for page in pages for number in range(20)]
    found = fitted([*pages, *parts], _size(shortened(by_page(pages), 0)) + 500)
    assert found == {page["location"]: [("", "", "")] for page in pages}


def test_the_titles_of_pages_stay_even_if_they_are_too_much() -> None:
    pages = [{"location": f"p{number}/", "title": f"{number * 7919:x}", "text": "w" * 50} for number in range(50)]
    assert fitted(pages, 10) == shortened(by_page(pages), 0)


@settings(deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1), st.integers(0, 400), st.floats(0, 1))
def test_sizes_are_those_of_the_texts_that_are_cut(lengths: list[int], longest: int, ratio: float) -> None:
    sizes = Sizes(by_page([_entry(number, "x" * length) for number, length in enumerate(lengths)]))
    texts = sum(min(length, longest) for length in lengths)
    assert sizes.total(longest) - sizes.total(0) == texts
    share = sizes.share(longest, ratio)
    assert sum(min(length, share) for length in lengths) <= ratio * texts
    assert share == max(lengths) or sum(min(length, share + 1) for length in lengths) > int(ratio * texts)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("预测出租车车费" * 20, "预测出租车车费" * 5), ("&amp;" * 40, "&amp;" * 7), ("ab " * 40, "ab " * 10 + "ab")],
)
def test_a_text_is_cut_where_it_reads_well(text: str, kept: str) -> None:
    assert shortened({"p/": [("", "", text), ("s", "S", text[:35])]}, 35) == {
        "p/": [("", "", kept), ("s", "S", text[:35])]
    }
