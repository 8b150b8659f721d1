"""One run at a time works in a folder; the others say who is in the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inpublic.errors import InpublicError
from inpublic.writing.lock import acquire, exclusive

HOLD = """
import sys, time
from pathlib import Path
from inpublic.writing.lock import exclusive
with exclusive(Path(sys.argv[1]), "inpublic build"):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(state: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(state)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_second_run_says_which_the_first_is_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    process = holder(tmp_path / "state")
    try:
        with pytest.raises(InpublicError) as raised, exclusive(tmp_path / "state", "mkdocs build", patience=0.1):
            pass
        assert f"«inpublic build» (process {process.pid}) since " in raised.value.message
        assert str(tmp_path) in raised.value.message
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    with exclusive(tmp_path / "state", "inpublic build", patience=0.1):
        pass


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    process = holder(tmp_path)
    process.terminate()
    with exclusive(tmp_path, "inpublic build", patience=20):
        assert process.wait(20) != 0
    process.communicate()


def test_the_lock_is_given_back_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="broken"), exclusive(tmp_path, "one"):
        raise ValueError("broken")
    acquire(tmp_path, "two", patience=0)()


@pytest.mark.parametrize("note", ["", "{}", '{"pid": "x", "doing": 3}', "[1]"])
def test_a_note_that_cannot_be_read_still_gives_a_message(tmp_path: Path, note: str) -> None:
    release = acquire(tmp_path, "one")
    (tmp_path / "lock.json").write_text(note)
    with pytest.raises(InpublicError, match="does not say which"):
        acquire(tmp_path, "two", patience=0)
    release()


def test_a_folder_that_cannot_be_written_to_is_explained(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(InpublicError, match=r"cannot write .*lock"):
        acquire(tmp_path / "state", "one")
