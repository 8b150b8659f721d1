"""A folder of converted documents and their files, named by content; everything in it can be made again."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from inpublic.document import Converted, Document

_DIGEST = 32


class Cache:
    """Keeps documents by key and the contents of figures by name; damaged entries count as missing."""

    def __init__(self, folder: Path) -> None:
        self._documents = folder / "documents"
        self._files = folder / "files"

    def get(self, key: str) -> Document | None:
        """Return the document kept under `key` if it and all its figures are there and whole."""
        import msgspec

        try:
            data = (self._documents / key).read_bytes()
        except OSError:
            return None
        if sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
            return None
        document = msgspec.msgpack.decode(data[_DIGEST:], type=Document)
        return document if all(self._holds(figure.name, figure.size) for figure in document.figures) else None

    def put(self, key: str, converted: Converted) -> Document:
        """Keep a document and its figures; safe while another process does the same."""
        import msgspec

        for name, content in converted.files.items():
            self.put_file(name, content)
        data = msgspec.msgpack.encode(converted.document)
        write_beside(self._documents / key, sha256(data).digest() + data)
        return converted.document

    def file(self, name: str) -> Path:
        """Return where the file `name` is kept, whether or not it is there."""
        return self._files / name

    def put_file(self, name: str, content: bytes) -> Path:
        """Keep a file whose name is made from its content, unless it is there already."""
        path = self._files / name
        if not self._holds(name, len(content)):
            write_beside(path, content)
        return path

    def _holds(self, name: str, size: int) -> bool:
        try:
            return (self._files / name).stat().st_size == size
        except OSError:
            return False


def write_beside(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it: beside its place first, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
        try:
            part.write(content)
            part.close()
            Path(part.name).chmod(0o644)
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def key_of(*parts: bytes) -> str:
    """Make a key from everything that decides a result."""
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def fingerprint(packages: Iterable[str]) -> bytes:
    """Identify the converter: our own source and the versions of the packages that shape a document.

    A package that is not installed shapes it, too.
    """
    from importlib.metadata import PackageNotFoundError, version

    def installed(name: str) -> str:
        try:
            return version(name)
        except PackageNotFoundError:
            return "none"

    own = sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in (".py", ".j2"))
    sources = sha256(b"".join(path.read_bytes() for path in own)).hexdigest()
    return "\n".join([sources, *(f"{name} {installed(name)}" for name in packages)]).encode()
