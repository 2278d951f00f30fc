"""Work shared out among processes, for what takes seconds; they hand back values and change nothing here."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any, NamedTuple, NoReturn, TypeVar

from goaltalk.errors import GoaltalkError

T = TypeVar("T")
R = TypeVar("R")
PART = 100
"""So many items are done at a time: enough that each step stays in the processor's caches for a while."""
MOST = 8
FEWEST_ITEMS = 400
"""Below this the processes take longer to start than they save (docs/performance.md)."""


class WorkerEnded(GoaltalkError):
    """A process that was to do a part of the work is gone."""


def in_parts(items: Sequence[T], work: Callable[[Sequence[T]], R], fewest: int = FEWEST_ITEMS) -> Iterator[R]:
    """Yield what `work` makes of each part of the items, in order; of many items in several processes.

    `work` may use everything that is in memory. What it changes there is lost where it runs elsewhere, so all
    that counts is what it returns; that is pickled. What it raises is raised here. When the caller stops, by
    Ctrl-C or otherwise, the processes are ended at once.
    """
    parts = [items[start : start + PART] for start in range(0, len(items), PART)]
    count = min(_processors(), MOST, len(parts))
    if len(items) < fewest or count < 2:
        yield from map(work, parts)
        return
    started: list[_Worker] = []
    try:
        for number in range(count):
            # One by one: when the next cannot be started, those before it are ended all the same.
            with _uninterrupted():
                started.append(_start(parts[number::count], work))
        for number in range(len(parts)):
            yield _receive(started[number % count])
    finally:
        for worker in started:
            _end(worker)


def part_count(items: Sequence[object]) -> int:
    """Return how many parts `in_parts` makes of the items."""
    return -(-len(items) // PART)


class _Worker(NamedTuple):
    pid: int
    results: IO[bytes]


def _processors() -> int:
    """Return how many processes may run at once; one where a running program cannot be safely doubled."""
    if sys.platform != "linux":
        return 1
    return len(os.sched_getaffinity(0))


def _start(parts: Sequence[Sequence[T]], work: Callable[[Sequence[T]], R]) -> _Worker:
    receiving, sending = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(receiving)
        _work(parts, work, sending)
    os.close(sending)
    return _Worker(pid, os.fdopen(receiving, "rb"))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait: a process that was just started must be known before anything can go wrong."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(parts: Sequence[Sequence[T]], work: Callable[[Sequence[T]], R], sending: int) -> NoReturn:
    """Do the parts and leave, whatever happens: nothing that the first process began is ended here."""
    try:
        # Nothing here refers to itself, so what is done with goes by itself; to look for garbage would also
        # copy, page by page, what the processes share.
        gc.disable()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        with os.fdopen(sending, "wb") as results:
            for part in parts:
                results.write(_pack(part, work))
                results.flush()
    finally:
        os._exit(0)


def _pack(part: Sequence[T], work: Callable[[Sequence[T]], R]) -> bytes:
    import pickle

    try:
        return pickle.dumps((work(part), None), pickle.HIGHEST_PROTOCOL)
    except GoaltalkError as error:
        return pickle.dumps((None, error), pickle.HIGHEST_PROTOCOL)
    except Exception:
        import traceback

        return pickle.dumps((None, RuntimeError(traceback.format_exc())), pickle.HIGHEST_PROTOCOL)


def _receive(worker: _Worker) -> Any:
    import pickle

    try:
        made, error = pickle.load(worker.results)  # noqa: S301 - written by our own process
    except (EOFError, pickle.UnpicklingError):
        raise WorkerEnded(
            "the system ended a process that goaltalk had started; see whether there is memory enough"
        ) from None
    if error is not None:
        raise error
    return made


def _end(worker: _Worker) -> None:
    worker.results.close()
    with suppress(ProcessLookupError):
        os.kill(worker.pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(worker.pid, 0)
