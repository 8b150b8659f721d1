"""Makes a document of one source: a pure function, run wherever there is a processor."""

from __future__ import annotations

from hashlib import sha256

from msgspec.structs import replace

from inpublic.document import Converted, Document, Fault

_NO_FAULT = (KeyboardInterrupt, SystemExit)
"""What is raised for another reason than the file; libraries in Rust panic with something that is no Exception."""


def convert_source(suffix: str, data: bytes) -> Converted:
    """Convert one source by its file name's ending: a pure function, run wherever there is a processor.

    Whatever goes wrong becomes a fault of this source, so that one file never takes the others down.
    """
    try:
        converted = _looked_through(suffix, data, _convert(suffix, data))
    except _NO_FAULT:
        raise
    except BaseException as error:  # a bug of ours, or of a library, that no test has met
        what = f"this file could not be converted ({type(error).__name__}: {str(error)[:120]})"
        fault = Fault(
            what, "This is a bug of inpublic: please report it, with the file if you can share it.", is_error=True
        )
        converted = Converted(Document(title="", blocks=(), faults=(fault,)))
    return _gated(suffix, data, converted)


def scan_source(suffix: str, data: bytes) -> Converted:
    """Look through a file for what must not be published and make nothing else of it: all but its findings is empty."""
    return _gated(suffix, data, Converted(Document(title="", blocks=())))


def _convert(suffix: str, data: bytes) -> Converted:
    if suffix.lower() == ".ipynb":
        from inpublic.notebooks.notebook import convert_notebook

        return convert_notebook(data)
    from inpublic.text.writeup import convert_writeup

    return convert_writeup(data)


def _looked_through(suffix: str, data: bytes, converted: Converted) -> Converted:
    """Note what was lost; here, so that it is known wherever the document comes from the cache."""
    from inpublic.stock.sourcelosses import document_losses

    try:
        losses = document_losses(suffix, data, converted.document)
    except _NO_FAULT:
        raise
    except BaseException as error:  # a bug of the check, which must not keep a sound document off the site
        what = f"this file could not be looked through for losses ({type(error).__name__}: {str(error)[:120]})"
        losses = (Fault(what, "This is a bug of inpublic: please report it."),)
    return replace(converted, document=replace(converted.document, losses=losses))


def _gated(suffix: str, data: bytes, converted: Converted) -> Converted:
    """Add what must not be published; where that cannot be told, nothing is."""
    from inpublic.gate.findings import scan

    try:
        findings = scan(suffix, data)
    except _NO_FAULT:
        raise
    except BaseException as error:  # a bug of the gate, which must not open it; its words may quote what it read
        what = f"this file could not be looked through for keys and passwords ({type(error).__name__})"
        fault = Fault(what, "This is a bug of inpublic: please report it.", is_error=True)
        return Converted(Document(title="", blocks=(), faults=(fault,)))
    digest = sha256(data).hexdigest()  # of what was looked through: nothing else may be published in its name
    return replace(converted, document=replace(converted.document, findings=findings, digest=digest))
