"""Markdown bytes to a document."""

from __future__ import annotations

from inpublic.document import Converted
from inpublic.records.frontmatter import split_front_matter
from inpublic.text.builder import DocumentBuilder, Origin
from inpublic.text.markdown import add_markdown
from inpublic.text.markers import scrub

_NUL = "\0"


def convert_writeup(data: bytes) -> Converted:
    """Turn the bytes of a Markdown file into a document; what cannot be read becomes a fault in it."""
    builder = DocumentBuilder()
    try:
        raw = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"this file is not UTF-8 text (byte {error.start} is {data[error.start]:#04x})"
        builder.fault(
            message,
            "Save it as UTF-8 in your editor.",
            Origin(line=1 + data[: error.start].count(b"\n")),
            is_error=True,
        )
        return builder.build()
    if _NUL in raw:
        line = raw.count("\n", 0, raw.index(_NUL)) + 1
        message = f"this file has {raw.count(_NUL)} NUL characters, which no text holds: they are left out"
        builder.fault(message, "Something damaged it: look at the text there, and save it again.", Origin(line=line))
    matter = split_front_matter(scrub(raw))
    builder.pass_on(matter.faults)
    add_markdown(builder, matter.body, Origin(line=matter.body_line))
    return builder.build(front_matter={"front_matter": matter.yaml, "front_matter_line": matter.line})
