"""Calls reach processes and their answers those who asked, whatever dies on the way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import suppress
from pathlib import Path
from threading import Lock

import pytest

from inpublic import forking
from inpublic.executors import processes
from inpublic.forking import start_ahead, stop_ahead

LINUX = sys.platform.startswith("linux")
TOGETHER = 0.3
"""Seconds that a call takes which must still be under way when others are."""


def anew(jobs: int) -> None:
    """Start none ahead, so that the first one is begun anew."""


@pytest.fixture(params=[pytest.param(start_ahead, id="ahead"), pytest.param(anew, id="anew")])
def two(request: pytest.FixtureRequest) -> Iterator[Executor]:
    """Give two processes, which were started ahead or are begun anew."""
    request.param(2)
    with processes(2) as executor:
        yield executor
    stop_ahead()


def echo(number: int, data: bytes) -> tuple[int, bytes]:
    return number, data[::-1]


def slowly(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def test_each_call_gets_its_own_answer_however_large_it_is(two: Executor) -> None:
    sizes = [random.Random(number).choice((0, 1, 1000, 300_000, 5_000_000)) for number in range(60)]
    calls = [two.submit(echo, number, bytes([number]) * (size - 1) + b"!") for number, size in enumerate(sizes)]
    for number, (size, call) in enumerate(zip(sizes, calls, strict=True)):
        assert call.result() == (number, b"!" + bytes([number]) * (size - 1))


def test_all_processes_work_at_the_same_time_and_none_of_them_is_this_one(two: Executor) -> None:
    start = time.perf_counter()
    found = {call.result() for call in [two.submit(slowly, 0.1) for _ in range(8)]}
    assert len(found) == 2
    assert os.getpid() not in found
    assert time.perf_counter() - start < 60


def test_what_a_call_raises_is_raised_here_and_says_where_that_was(two: Executor) -> None:
    with pytest.raises(ValueError, match="invalid literal") as caught:
        two.submit(int, "x").result()
    assert "forking.py" in "".join(caught.value.__notes__)
    assert two.submit(int, "1").result() == 1


class Unspeakable(Exception):  # noqa: N818 - an error that cannot be pickled
    """Holds what cannot be handed to another process."""

    def __init__(self) -> None:
        super().__init__(Lock())


def unspeakable() -> None:
    raise Unspeakable


@pytest.mark.parametrize(
    ("call", "error"),
    [pytest.param(unspeakable, RuntimeError, id="an error"), pytest.param(Lock, TypeError, id="a result")],
)
def test_what_cannot_be_handed_over_is_said(
    two: Executor, call: Callable[[], object], error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(error, match="pickle"):
        two.submit(call).result()
    assert two.submit(int, "1").result() == 1


def test_of_a_process_that_dies_only_the_calls_are_lost(two: Executor) -> None:
    pids = {call.result() for call in [two.submit(slowly, TOGETHER) for _ in range(2)]}
    assert len(pids) == 2
    harmless = two.submit(slowly, 3 * TOGETHER)
    while not harmless.running():
        time.sleep(0.01)
    time.sleep(TOGETHER)  # until it is on its way: what is begun after a death is lost, too
    fatal = two.submit(os._exit, 9)
    assert isinstance(fatal.exception(), BrokenExecutor)
    assert harmless.result() in pids
    assert isinstance(two.submit(int, "1").exception(), BrokenExecutor)


def test_who_wants_no_more_does_not_wait() -> None:
    start = time.perf_counter()
    with suppress(KeyboardInterrupt), processes(2) as executor:
        call = executor.submit(time.sleep, 600)
        raise KeyboardInterrupt
    assert isinstance(call.exception(), BrokenExecutor)
    assert time.perf_counter() - start < 60


def test_where_processes_cannot_be_copied_each_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forking, "CAN_COPY", False)
    with processes(2) as executor:
        parents = {call.result() for call in [executor.submit(_parent_slowly) for _ in range(4)]}
    assert parents == {os.getpid()}


def _parent_slowly() -> int:
    time.sleep(TOGETHER)
    return os.getppid()


@pytest.mark.skipif(not LINUX, reason="/proc is Linux's")
class TestOnLinux:
    def test_processes_leave_ctrl_c_to_this_one(self, two: Executor) -> None:
        for call in [two.submit(_status) for _ in range(4)]:
            blocked = int(call.result().partition("SigBlk:")[2].split()[0], 16)
            assert blocked & 1 << signal.SIGINT - 1
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())

    def test_what_nobody_needs_any_more_is_not_copied(self) -> None:
        ours, theirs = forking._links(3)
        for link in ours[1:]:
            link.close()
        assert [link.is_over() for link in theirs] == [False, True, True]
        ours[0].send(b"message")
        assert not theirs[0].is_over()
        assert forking._one_of(theirs) is theirs[0]
        assert theirs[0].receive() == b"message"

    def test_processes_end_with_what_they_are_for(self) -> None:
        with processes(2) as executor:
            pids = {call.result() for call in [executor.submit(slowly, TOGETHER) for _ in range(2)]}
        assert len(pids) == 2
        _wait_for_the_end_of(pids)

    @pytest.mark.parametrize("ahead", [True, False], ids=["ahead", "anew"])
    def test_processes_end_when_this_one_is_killed(self, ahead: bool) -> None:
        words = [sys.executable, "-c", KILLED, str(ahead)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == -signal.SIGKILL
        pids = {int(pid) for pid in done.stdout.split()}
        assert len(pids) == 2
        _wait_for_the_end_of(pids)


KILLED = """
import os, signal, sys, time
from inpublic import forking
from inpublic.executors import processes

def slowly():
    time.sleep(0.3)
    return os.getpid()

if __name__ == "__main__":
    if sys.argv[1] == "True":
        forking.start_ahead(2)
    with processes(2) as executor:
        pids = {executor.submit(os.getpid).result() for _ in range(20)}
        while len(pids) < 2:
            pids |= {call.result() for call in [executor.submit(os.getpid) for _ in range(20)]}
        print(*pids, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def _status() -> str:
    return Path("/proc/self/status").read_text("ascii")


def _wait_for_the_end_of(pids: set[int]) -> None:
    for _ in range(600):
        if not any(_runs(pid) for pid in pids):
            return
        time.sleep(0.1)
    raise AssertionError(f"some of {pids} still run")


def _runs(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
