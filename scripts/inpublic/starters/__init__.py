"""What a new portfolio says in other languages than English: its README, its example, the comments in its settings.

A language has a folder here: `README.md` with the hole `{name}`, `welcome.md` for the example's write-up, `project.md`
for that of a new project with the holes `{title}`, `{quoted}` and `{slug}`, and `lines.yml` with lines of mkdocs.yml
and of the notebooks. Without a folder all this stays English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from msgspec import Struct


class Starter(Struct, frozen=True):
    """Holds the texts of one language; `comments` and `notebook` map English lines to those in it.

    `sections` are the headings of a new project's notebook, each with what to write below it.
    """

    readme: str
    welcome: str
    project: str
    comments: Mapping[str, str]
    notebook: Mapping[str, str]
    sections: tuple[tuple[str, str], ...] = ()

    def begun(self, **holes: str) -> str:
        """Return the write-up of a new project."""
        return re.sub("{(title|quoted|slug)}", lambda match: holes[match[1]], self.project)

    def commented(self, yaml: str) -> str:
        """Translate what stands behind the last `#` of each line."""
        return _COMMENT.sub(lambda match: match[1] + self.comments.get(match[2], match[2]), yaml)

    def retold(self, notebook: str) -> str:
        """Translate the lines of a notebook's cells and printed outputs; the text is JSON, before and after."""
        content = json.loads(notebook)
        for cell in content["cells"]:
            for holder, key in ((cell, "source"), *((output, "text") for output in cell.get("outputs", ()))):
                self._retell(holder, key)
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    def _retell(self, holder: dict[str, Any], key: str) -> None:  # Any: a notebook is JSON of any shape
        for number, line in enumerate(holder.get(key, ())):
            bare = line.removesuffix("\n")
            holder[key][number] = self.notebook.get(bare, bare) + line[len(bare) :]


_COMMENT = re.compile(r"(# +)([^ #][^#\n]*)$", re.MULTILINE)


def starter(language: str) -> Starter | None:
    """Return what there is for a language (`zh`, `zh-Hant`); None where all stays English."""
    import yaml

    names = (language, language.partition("-")[0])
    folder = next((one for one in files(__name__).iterdir() if one.is_dir() and one.name in names), None)
    if folder is None:
        return None
    texts = ("README.md", "welcome.md", "project.md", "lines.yml")
    readme, welcome, project, said = ((folder / name).read_text("utf-8") for name in texts)
    lines = yaml.safe_load(said)
    sections = tuple((heading, below) for heading, below in lines["sections"])
    return Starter(readme, welcome, project, lines["comments"], lines["notebook"], sections)
