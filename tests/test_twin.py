"""Work is divided between a process and its copy, and comes to the same whoever does it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from inpublic.twin import divided, is_divided

PREAMBLE = """
import os, signal, sys, time
from inpublic.twin import divided, is_divided
HERE, ITEMS = os.getpid(), list(range(40))
def is_copy(): return os.getpid() != HERE
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


def run(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process without other threads, as the command is."""
    return subprocess.run([sys.executable, "-c", PREAMBLE + program], capture_output=True, text=True, timeout=60)


def test_both_do_a_part_of_the_work() -> None:
    result = run(
        "def work(item): time.sleep(0.005); return b'%d %d' % (item, os.getpid())\n"
        "made = dict(divided(work, ITEMS, 2))\n"
        "assert {number: int(text.split()[0]) for number, text in made.items()} == dict(zip(ITEMS, ITEMS)), made\n"
        "assert len({text.split()[1] for text in made.values()}) == 2, made\n"
        "assert int(made[0].split()[1]) != HERE and int(made[39].split()[1]) == HERE, made\n"
    )
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("os.kill(os.getpid(), signal.SIGKILL)", id="it dies"),
        pytest.param("raise ValueError('there only')", id="it fails"),
        pytest.param("os._exit(3)", id="it ends"),
        pytest.param("raise KeyboardInterrupt", id="it is stopped"),
    ],
)
def test_what_the_copy_cannot_do_is_done_here(program: str) -> None:
    result = run(
        "def work(item):\n"
        f"    if is_copy() and item == 3: {program}\n"
        "    time.sleep(0.002)\n"
        "    return b'%d' % item\n"
        "assert dict(divided(work, ITEMS, 2)) == {item: b'%d' % item for item in ITEMS}\n"
    )
    assert result.returncode == 0, result.stderr


def test_what_fails_in_both_is_raised_here() -> None:
    result = run(
        "def work(item):\n"
        "    if item == 1: raise OSError('no room')\n"
        "    return b''\n"
        "try:\n    list(divided(work, ITEMS, 2))\n"
        "except OSError as error: print(error)\n"
        "assert not __import__('multiprocessing').active_children()\n"
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "no room\n", "")


def test_the_copy_goes_on_while_this_process_is_busy() -> None:
    result = run(
        "def work(item):\n"
        "    time.sleep(0.01 if is_copy() else 0.3)\n"
        "    return str(os.getpid()).encode()\n"
        "makers = [int(made) for _, made in divided(work, ITEMS, 2)]\n"
        "assert makers.count(HERE) < 5, makers\n"
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_more_items_than_a_pipe_has_room_for_are_done_all_the_same() -> None:
    result = run(
        "many = range(70_000)\n"
        "assert dict(divided(lambda item: b'%d' % item, many, 2)) == {item: b'%d' % item for item in many}\n"
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_who_wants_no_more_leaves_no_copy_behind() -> None:
    result = run(
        "made = divided(lambda item: bytes(300_000), ITEMS, 2)\n"
        "next(made)\nmade.close()\n"
        "assert not __import__('multiprocessing').active_children()\n"
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_much_comes_back_whole() -> None:
    result = run(
        "for item, made in divided(lambda item: bytes([item]) * 3_000_000, ITEMS, 2):\n"
        "    assert made == bytes([item]) * 3_000_000\n"
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_a_killed_process_leaves_no_copy_behind() -> None:
    result = run(
        "def work(item):\n"
        "    print(os.getpid(), flush=True)\n"
        "    if not is_copy(): time.sleep(0.2); os.kill(HERE, signal.SIGKILL)\n"
        "    return bytes(300_000)\n"
        "list(divided(work, ITEMS, 2))\n"
    )  # which waits until nobody can write to the output any more
    assert result.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("count", "jobs"), [pytest.param(40, 1, id="one at a time"), pytest.param(3, 2, id="little to do")]
)
def test_nothing_is_copied_for_nothing(count: int, jobs: int) -> None:
    assert not is_divided(count, jobs)
    assert dict(divided(_number, range(count), jobs)) == dict.fromkeys(range(count), str(os.getpid()).encode())


def test_a_process_with_other_threads_is_not_copied(held: Callable[[], None]) -> None:
    held()
    assert not is_divided(40, 2)
    assert set(dict(divided(_number, range(40), 2)).values()) == {str(os.getpid()).encode()}


@pytest.fixture
def held() -> Callable[[], None]:
    """Start a thread that waits until the test is over."""
    over = threading.Event()
    return threading.Thread(target=over.wait, args=(5,), daemon=True).start


def _number(_item: int) -> bytes:
    return str(os.getpid()).encode()
