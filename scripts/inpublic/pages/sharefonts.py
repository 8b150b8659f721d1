"""The fonts that share images are written in: Pillow's own for plain English, else what the computer has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from inpublic.cache import key_of
from inpublic.versions import fingerprint
from inpublic.website import Notes

if TYPE_CHECKING:
    from PIL import ImageFont

_BUILT_IN = re.compile(r"[ -~©«°±´·»‘’“”…‹›™]*")
"""What the font can write that comes with Pillow."""

_PLAIN = re.compile(r"[ -\]_a-~]*")
"""Texts that are writable as they are: nearly all that are in English."""

_UNSEEN = ("So", "Sk", "Cf", "Cn", "Co")
_LOOKS = re.compile("[\ufe00-\ufe0f\u20e3\U000e0100-\U000e01ef]")

_NOWHERE = "\U0010fffd"
"""A character that no font has: what is drawn in its place is drawn for all that are missing."""

# In order of preference; the first that has all the characters of a text writes it.
_NAMES = (
    "NotoSans-Bold.ttf",
    "Arial Bold.ttf",
    "arialbd.ttf",
    "NotoSansCJK-Bold.ttc",
    "NotoSansCJKsc-Bold.otf",
    "NotoSansSC-Bold.otf",
    "SourceHanSansSC-Bold.otf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Medium.ttc",
    "msyhbd.ttc",
    "msyh.ttc",
    "simhei.ttf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
    "Arial Unicode.ttf",
    "LiberationSans-Bold.ttf",
    "DejaVuSans-Bold.ttf",
    "NotoSansArabic-Bold.ttf",
    "NotoSansDevanagari-Bold.ttf",
    "NotoSansThai-Bold.ttf",
    "NotoSansHebrew-Bold.ttf",
)
_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
)


class Face(Struct, frozen=True):
    """Names a font: a file and its number in it; without a file it is the one that comes with Pillow."""

    file: Path | None = None
    index: int = 0

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """Open the font in a size of so many pixels."""
        return _opened(self, size)

    def has(self, text: str) -> bool:
        """Tell whether the font has every character of a text."""
        if self.file is None:
            return bool(_BUILT_IN.fullmatch(text))
        return all(_draws(self, sign) for sign in set(text) if not sign.isspace())


@cache
def _draws(face: Face, sign: str) -> bool:
    return _drawn(face, sign) != _drawn(face, _NOWHERE)


@cache
def _drawn(face: Face, sign: str) -> bytes:
    return bytes(face.at(24).getmask(sign))


@cache
def _opened(face: Face, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    if face.file:
        return ImageFont.truetype(face.file, size, index=face.index)
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 - of any size but the default's
    return font


def writable(text: str) -> str:
    """Take out of a text what no plain font has and nobody misses: pictures, joiners and signs without a look.

    Marks upon letters stay, which many scripts write their vowels with; those that choose the look of a picture go.
    """
    if _PLAIN.fullmatch(text):
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    kept = (sign for sign in composed if unicodedata.category(sign) not in _UNSEEN and not _LOOKS.fullmatch(sign))
    return " ".join("".join(kept).split())


def runs_left(text: str) -> bool:
    """Tell whether a text is read from right to left, as its first letter says (rules P2 and P3 of Unicode's UAX 9)."""
    directions = map(unicodedata.bidirectional, text)
    return next((direction for direction in directions if direction in ("L", *_LEFTWARD)), "L") != "L"


_LEFTWARD = ("R", "AL")


def face_for(text: str, folders: tuple[str, ...] = _FOLDERS) -> Face | None:
    """Return the first font that has every character of a text, None where there is none.

    None, too, for Hebrew or Arabic where Pillow cannot set it: letters in the wrong order are worse than none.
    """
    built_in = Face()
    if built_in.has(text):
        return built_in
    if _is_leftward(text) and not _sets_leftward():
        return None
    return next((face for face in _faces(folders) if face.has(text)), None)


def faces_for(texts: Iterable[str], notes: Notes, folders: tuple[str, ...] = _FOLDERS) -> Mapping[str, Face | None]:
    """Return what `face_for` says of each text; no font is opened if the `notes` say what these can write.

    Nothing is noted where Hebrew or Arabic has none, which may have it when a library is installed.
    """
    given, plain = set(texts), Face()
    rest = sorted(text for text in given if not plain.has(text))
    return dict.fromkeys(given, plain) | dict(zip(rest, _noted(rest, notes, folders) if rest else (), strict=True))


def _noted(texts: Sequence[str], notes: Notes, folders: tuple[str, ...]) -> list[Face | None]:
    faces = _faces(folders)
    key = key_of(
        fingerprint(("pillow",)), *map(_sign, faces), *(text.encode("utf-8", "surrogatepass") for text in texts)
    )
    with suppress(msgspec.DecodeError):
        known = msgspec.json.decode(notes.note(key) or b"", type=list[int])
        return [faces[number] if number >= 0 else None for number in known]
    found = [face_for(text, folders) for text in texts]
    if not any(face is None and _is_leftward(text) for text, face in zip(texts, found, strict=True)):
        notes.put_note(key, msgspec.json.encode([faces.index(face) if face else -1 for face in found]))
    return found


def _sign(face: Face) -> bytes:
    """Identify a font, for it may be replaced by another one of its name."""
    about = face.file.stat() if face.file else None
    return repr((str(face.file), face.index, about and (about.st_size, about.st_mtime_ns))).encode()


def _is_leftward(text: str) -> bool:
    return any(unicodedata.bidirectional(sign) in _LEFTWARD for sign in text)


@cache
def _sets_leftward() -> bool:
    """Tell whether Pillow found the libraries that it orders and joins letters with; FriBiDi is the computer's own."""
    from PIL import features

    return bool(features.check("raqm") and features.check("fribidi"))


@cache
def _faces(folders: tuple[str, ...]) -> tuple[Face, ...]:
    """List the fonts that are here, the best first; of one name the first in order of its path."""
    found: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(Path(folder).expanduser().rglob("*.[to]t[fc]")):
            found.setdefault(file.name, file)
    # In the collection of Noto Sans CJK the faces are those of Japan, Korea, mainland China, Taiwan and Hong Kong.
    return tuple(Face(found[name], 2 if name.startswith("NotoSansCJK-") else 0) for name in _NAMES if name in found)
