"""Names in finished HTML are known where a link leads to one, and are looked for nowhere else."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from inpublic.engine.spared import Spared


class Asked(File):
    """Counts how often it is read."""

    count = 0

    @property
    def content_string(self) -> str:
        """Return what stands in docs/."""
        self.count += 1
        return super().content_string


def _page(folder: Path, name: str, text: str, known: set[str]) -> Page:
    (folder / name).write_text(text)
    settings = MkDocsConfig()
    settings.docs_dir = str(folder)
    page = Page(None, Asked(name, str(folder), str(folder / "site"), use_directory_urls=True), settings)
    page.present_anchor_ids = known
    return page


def _restored(*pages: Page) -> None:
    work = Spared({"ours.md"})
    work.take_stock(Files([page.file for page in pages]))
    work.restore()


def test_a_link_may_lead_to_a_name_in_finished_html(tmp_path: Path) -> None:
    ours = _page(tmp_path, "ours.md", '# A\n\n<div><p id="cell-1">one</p><a name="old"></a></div>\n', {"a"})
    other = _page(tmp_path, "other.md", "[one](ours.md#cell-1)", set())
    other.links_to_anchors = {ours.file: {"a": "ours.md#a", "cell-1": "ours.md#cell-1"}}
    _restored(ours, other)
    assert ours.present_anchor_ids == {"a", "cell-1", "old"}


def test_a_page_whose_links_lead_to_headings_is_not_read_again(tmp_path: Path) -> None:
    ours = _page(tmp_path, "ours.md", '# A\n\n<p id="cell-1">one</p>\n', {"a"})
    ours.links_to_anchors = {ours.file: {"a": "#a"}}
    _restored(ours)
    assert (ours.present_anchor_ids, ours.file.count) == ({"a"}, 0)  # type: ignore[attr-defined]  # see Asked
