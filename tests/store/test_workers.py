"""Work that is shared out comes back whole and in order, and nothing is left running."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from goaltalk.errors import BadData
from goaltalk.store import workers
from goaltalk.store.workers import PART, WorkerEnded, in_parts, part_count

SHARED = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a program cannot be safely doubled")
NUMBERS = list(range(10 * PART + 7))


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be two wherever the tests run."""
    monkeypatch.setattr(workers, "_processors", lambda: 2)


@pytest.mark.parametrize("fewest", [0, 10**6])
def test_parts_come_in_order_wherever_they_were_made(fewest: int) -> None:
    found = list(in_parts(NUMBERS, sum, fewest))
    assert found == [sum(NUMBERS[start : start + PART]) for start in range(0, len(NUMBERS), PART)]
    assert len(found) == part_count(NUMBERS)


@SHARED
def test_many_are_done_elsewhere_and_few_here() -> None:
    here = os.getpid()
    assert here not in set(in_parts(NUMBERS, lambda _: os.getpid(), 0))
    assert set(in_parts(NUMBERS, lambda _: os.getpid(), len(NUMBERS) + 1)) == {here}


@SHARED
def test_an_error_of_ours_arrives_as_it_was() -> None:
    with pytest.raises(BadData, match="cannot be read"):
        list(in_parts(NUMBERS, refuse, 0))


def refuse(part: Sequence[int]) -> int:
    if part[0] >= 2 * PART:
        raise BadData("people/x.yaml: cannot be read")
    return 0


@SHARED
def test_a_mistake_arrives_with_its_traceback() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(in_parts(NUMBERS, lambda part: 1 // (part[0] - PART), 0))


@SHARED
def test_a_process_that_is_ended_by_the_system_is_told() -> None:
    def die(_: Sequence[int]) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with pytest.raises(WorkerEnded, match="memory"):
        list(in_parts(NUMBERS, die, 0))


@SHARED
def test_who_stops_early_leaves_no_process_behind() -> None:
    parts = in_parts(NUMBERS, lambda _: os.getpid(), 0)
    pid = next(parts)
    parts.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


SLEEPY = """
import os, sys, time
from goaltalk import app
from goaltalk.store import workers
workers._processors = lambda: 2
def run(self, *_, **__):
    def work(part):
        os.write(1, b"%d\\n" % os.getpid())  # at once: the other process writes, too
        time.sleep(60)
    list(workers.in_parts(list(range(200)), work, 0))
app.Door.invoke = run
sys.argv = ["goaltalk", "status"]
app.main()
"""


@SHARED
def test_ctrl_c_ends_everything_at_once_and_says_so_by_the_exit_code(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLEEPY],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    workers_ = [int(process.stdout.readline()) for _ in range(2)]
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in told
    for pid in workers_:
        _wait_until_gone(pid)


def _wait_until_gone(pid: int) -> None:
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError(f"{pid} is still there")
