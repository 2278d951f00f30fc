"""Runs commands and says what they took: seconds by the clock and of processors, memory at the peak."""

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024
LOOK = 0.02


@dataclass(frozen=True)
class Run:
    """A command to be measured: its arguments, where, what to do before, and which exit codes are fine."""

    arguments: Sequence[str]
    folder: Path
    before: Callable[[], None] | None = None
    codes: tuple[int, ...] = (0, 1)


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and of processors for the command and all it started."""

    wall: float
    cpu: float


def environment() -> dict[str, str]:
    """Return an environment without what would make git or Python behave otherwise than usual."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") and name != "PYTHONDONTWRITEBYTECODE"
    }


def run_once(run: Run, env: Mapping[str, str] | None = None) -> Took:
    """Run a command once."""
    if run.before is not None:
        run.before()
    start = time.perf_counter()
    process = _start(run, env)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in run.codes:
        raise SystemExit(f"{' '.join(run.arguments)} ended with {process.returncode}")
    return Took(wall, used.ru_utime + used.ru_stime)


def run_in_turns(runs: Mapping[str, Run], times: int) -> dict[str, list[Took]]:
    """Run commands in turns, so that what else the machine does meets all; once before for nothing."""
    for run in runs.values():
        run_once(run)
    found: dict[str, list[Took]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            found[name].append(run_once(run))
    return found


def ratio(ours: Sequence[Took], theirs: Sequence[Took]) -> tuple[float, float]:
    """Return the medians of the ratios within each turn: by the clock, and of the processors."""
    return (
        statistics.median(one.wall / other.wall for one, other in zip(ours, theirs, strict=True)),
        statistics.median(one.cpu / other.cpu for one, other in zip(ours, theirs, strict=True)),
    )


def median(took: Sequence[Took]) -> Took:
    """Return the medians of what some runs took."""
    return Took(statistics.median(one.wall for one in took), statistics.median(one.cpu for one in took))


def peak_memory(run: Run) -> float:
    """Return the most memory in MiB that a command and its processes held at one time; Linux only.

    Memory that processes share counts once for all of them (the kernel's Pss).
    """
    if run.before is not None:
        run.before()
    process = _start(run, None)
    most, stop = [0], threading.Event()

    def look() -> None:
        while not stop.is_set():
            most[0] = max(most[0], sum(map(_held_by, _family(process.pid))))
            stop.wait(LOOK)

    watcher = threading.Thread(target=look)
    watcher.start()
    process.wait()
    stop.set()
    watcher.join()
    return most[0] / MIB


def count_git(run: Run, scratch: Path) -> int:
    """Return how many git processes a command starts: a git of our own stands first on PATH and counts."""
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    tally, place = scratch / "tally", scratch / "bin"
    place.mkdir(exist_ok=True)
    counting = place / "git"
    counting.write_text(f'#!/bin/sh\necho x >> "{tally}"\nexec "{real}" "$@"\n')
    counting.chmod(0o755)
    tally.write_text("")
    env = environment()
    run_once(run, {**env, "PATH": f"{place}:{env['PATH']}"})
    return len(tally.read_text().splitlines())


def _start(run: Run, env: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
    silent = subprocess.DEVNULL
    return subprocess.Popen(
        run.arguments, cwd=run.folder, env=env or environment(), stdin=silent, stdout=silent, stderr=silent
    )


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        except OSError:
            continue
        found += map(int, children.split())
    return found


def _held_by(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    line = next((one for one in text.splitlines() if one.startswith("Pss:")), "Pss: 0 kB")
    return int(line.split()[1]) * 1024
