"""Joins a Dask cluster, whose workers convert as processes of ours do: bytes in, a document out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from inpublic.errors import InpublicError
from inpublic.workers import Crew

if TYPE_CHECKING:
    from distributed import Client

P = ParamSpec("P")
T = TypeVar("T")

Identify = Callable[[], bytes]
"""Says which converter there is where it is called: the same bytes mean the same documents."""

_PATIENCE = 8
"""Seconds to wait for the scheduler, and for its first worker."""
_SAME = "Install the same inpublic and packages here, for the scheduler and for all workers; then start them again."


@contextmanager
def joined(address: str, identify: Identify) -> Iterator[Crew]:
    """Give a crew of all workers of the scheduler at `address`; raises InpublicError where they cannot convert for us.

    A worker that joins later is asked before its first source which converter it has. What a worker that dies was
    doing is done by another one, as the cluster is used to; only a source that fells them all is ours to look at, and
    what a worker has just made when it dies: Dask's executor takes the result for an error then, and stumbles over it.
    """
    with _connected(address) as client:
        from distributed import KilledWorker

        version = identify()
        _verify(client, address, version, identify)

        @contextmanager
        def start(_: int) -> Iterator[Executor]:
            executor = _Verifying(client.get_executor(pure=False), version, identify)
            try:
                yield executor
            finally:
                executor.shutdown(wait=False)

        try:
            yield Crew(start, jobs=sum(client.nthreads().values()), death=KilledWorker, lost=(TypeError,))
        except CancelledError as error:  # what the client makes of a scheduler that is gone
            lost = f"the Dask cluster at {address} was lost on the way"
            raise InpublicError(lost, "Start it again, then run this again: what was converted is kept.") from error


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        install = 'Run `pip install "inpublic[dask]"`, or leave --executor out.'
        raise InpublicError("there is no Dask on this computer", install) from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False, name="inpublic")
    except (OSError, ValueError) as error:
        start = "Start one with `dask scheduler`, or leave --executor out."
        raise InpublicError(f"there is no Dask scheduler at {address}", start) from error
    # A notebook travels with its task, so that it is still there when a worker dies: no reason for a warning.
    with client, dask.config.set({"distributed.admin.large-graph-warning-threshold": "10 GB"}):
        yield client


def _verify(client: Client, address: str, version: bytes, identify: Identify) -> None:
    """Refuse a cluster without workers, or with some that would convert otherwise than we do."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        start = f"Start some, one a processor: `dask worker {address} --nworkers auto --nthreads 1`."
        raise InpublicError(f"the Dask cluster at {address} has no workers", start) from error
    try:
        client.run_on_scheduler(identify)
    except ImportError as error:  # it reads each task before a worker does
        raise InpublicError(f"the Dask scheduler at {address} has no inpublic that works ({error})", _SAME) from error
    answers = client.run(identify, on_error="return")
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, Exception):
            raise InpublicError(f"the Dask worker at {worker} has no inpublic that works ({answer})", _SAME)
        if answer != version:
            raise InpublicError(f"the Dask worker at {worker} has {_difference(answer, version)}", _SAME)


def _difference(theirs: bytes, ours: bytes) -> str:
    """Name the first package that differs; the first line of either is a digest of our own source."""
    pairs = zip(theirs.decode().splitlines(), ours.decode().splitlines(), strict=False)
    there, here = next((one, other) for one, other in pairs if one != other)
    return f"«{there}», and here is «{here}»" if " " in there else "another version of inpublic"


class _Verifying(Executor):
    """Runs nothing on a worker that has another converter than we have."""

    def __init__(self, executor: Executor, version: bytes, identify: Identify) -> None:
        self._executor = executor
        self._version = version
        self._identify = identify

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._executor.submit(partial(_verified, self._version, self._identify, fn), *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as Executor has it
        self._executor.shutdown(wait=wait)


def _verified(version: bytes, identify: Identify, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    if _identity(identify) != version:
        raise InpublicError("a Dask worker that has just joined has another version of inpublic", _SAME)
    return fn(*args, **kwargs)


@cache
def _identity(identify: Identify) -> bytes:
    return identify()
