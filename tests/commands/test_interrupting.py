"""Ctrl-C on a terminal ends a long command at once, with all the processes that share its work."""

import os
import pty
import signal
import sys
import time
from pathlib import Path

import pytest

from conftest import Goals

SHARED = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="one process does it all here"
)
PEOPLE = 1200
AGREEMENT = "schema: agreement/1\ngoals: [{id: a, title: A, due: 2026-08-01}]\nproposed: 2026-07-02\n"


@pytest.fixture
def crowd(goals: Goals) -> Goals:
    """A repository with so many people that several processes look at them."""
    for number in range(PEOPLE):
        person = f"schema: person/1\nname: P\nemail: p{number}@fjord.example\nunit: platform\n"
        goals.write(f"people/p{number}/person.yaml", person)
        goals.write(f"people/p{number}/2026-H2/agreement.yaml", AGREEMENT)
    return goals


@SHARED
@pytest.mark.parametrize("command", ["overdue", "check", "status"])
def test_ctrl_c_leaves_no_process_and_no_traceback(crowd: Goals, command: str) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.execv(sys.executable, [sys.executable, "-m", "goaltalk", "-C", str(crowd.root), command])
    workers = _wait_for_workers(pid)
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)  # so that the command is in the middle of it, on any machine
    os.write(terminal, b"\x03")
    _, status = os.waitpid(pid, 0)
    screen = _read(terminal)
    assert os.waitstatus_to_exitcode(status) == 130
    assert b"Traceback" not in screen
    assert [worker for worker in workers if _is_there(worker)] == []


def _wait_for_workers(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    for _ in range(20_000):
        found = [int(one) for one in children.read_text().split()]
        if len(found) > 1:
            return found
        time.sleep(0.0005)
    raise AssertionError("no process was started")


def _read(terminal: int) -> bytes:
    """Return what stands on the screen; nobody writes any more."""
    os.set_blocking(terminal, False)
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
