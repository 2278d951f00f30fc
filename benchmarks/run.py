"""Measures every budget of the design as a ratio, prints one table, and writes it as JSON.

python benchmarks/run.py [--people 10000] [--runs 5] [--trees DIR] [--json FILE]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from budgets import (
    GOALTALK,
    ON_THE_DAY,
    Budget,
    Trees,
    Writing,
    measure_checkers,
    measure_large,
    measure_small,
    measure_writing,
)
from measure import Run, count_git, median, peak_memory, ratio, run_in_turns

from goaltalk import __version__

SIZES = (100, 1000, 10_000)
LIBRARIES = ("typer", "msgspec", "ryaml", "jinja2", "babel", "GitPython")


def measure(trees: Trees, times: int) -> dict[str, Any]:
    """Measure everything and return it as plain values."""
    rows = measure_small(trees, times * 2)
    large = measure_large(trees, times)
    rows += [*large, measure_writing(trees, times)]
    rows += measure_checkers(trees, max(2, times // 2), large[1].ours)
    return {
        "machine": describe_machine(),
        "people": trees.people,
        "files": sum(1 for _ in trees.large.glob("people/**/*.yaml")),
        "runs": times,
        "rows": [as_row(one) for one in rows],
        "memory_mib": measure_memory(trees),
        "git_processes": measure_git(trees),
        "scale": measure_scale(trees, times),
    }


def as_row(one: Budget) -> dict[str, Any]:
    """Return a row as plain values; it is kept where the ratio by the clock is within the budget."""
    by_clock, of_processors = ratio(one.ours, one.theirs)
    return {
        "what": one.what,
        "against": one.against,
        "budget": one.most,
        "ratio": round(by_clock, 2),
        "cpu_ratio": round(of_processors, 2),
        "kept": None if one.most is None else by_clock <= one.most,
        "seconds": round(median(one.ours).wall, 3),
        "their_seconds": round(median(one.theirs).wall, 3),
        "note": one.note,
    }


def measure_memory(trees: Trees) -> dict[str, float]:
    """Measure the peak over all processes, where Linux tells."""
    commands = {"overdue": ["overdue", "--format", "json"], "check": ["check"]}
    runs = {name: Run([*GOALTALK, *rest, *ON_THE_DAY], trees.large) for name, rest in commands.items()}
    return {name: round(peak_memory(run)) for name, run in runs.items()} if sys.platform == "linux" else {}


def measure_git(trees: Trees) -> dict[str, int]:
    """Count the git processes of reading and of writing."""
    reading = [*GOALTALK, "check", "--verify"]
    runs = {
        "overdue": Run([*GOALTALK, "overdue"], trees.demo),
        "check --verify": Run(reading, trees.demo),
        "checkin --set": Writing(trees).ours(),
    }
    with tempfile.TemporaryDirectory() as scratch:
        return {name: count_git(run, Path(scratch)) for name, run in runs.items()}


def measure_scale(trees: Trees, times: int) -> list[dict[str, Any]]:
    """Measure what one person more costs, from few people to many."""
    sizes = [one for one in SIZES if one <= trees.people]
    commands = {"overdue": ["overdue", "--format", "json"], "check": ["check"]}
    runs = {
        f"{name} {size}": Run([*GOALTALK, *rest, *ON_THE_DAY], trees.of(size))
        for size in sizes
        for name, rest in commands.items()
    }
    took = {name: median(found) for name, found in run_in_turns(runs, times).items()}
    found = []
    for size in sizes:
        row: dict[str, Any] = {"people": size}
        for name in commands:
            one = took[f"{name} {size}"]
            row |= {f"{name}_seconds": round(one.wall, 3), f"{name}_cpu_seconds": round(one.cpu, 3)}
        found.append(row)
    return found


def describe_machine() -> dict[str, str]:
    """Say what it was measured on; nothing that names the machine."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    found = {
        "date": str(date.today()),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "git": git,
        "goaltalk": __version__,
    }
    return found | {name: version(name) for name in LIBRARIES}


def write_table(found: dict[str, Any]) -> str:
    """Write what was found as Markdown."""
    lines = [
        ", ".join(f"{name} {value}" for name, value in found["machine"].items()),
        f"\n{found['people']:,} people, {found['files']:,} files; medians of {found['runs']} runs in turns\n",
        "| what | against | budget | ratio | CPU ratio | seconds | theirs |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for row in found["rows"]:
        budget = "" if row["budget"] is None else f"<= {row['budget']}{'' if row['kept'] else ' (missed)'}"
        figures = (row["ratio"], row["cpu_ratio"], row["seconds"], row["their_seconds"])
        lines.append(f"| {row['what']} | {row['against']} | {budget} | {' | '.join(map(str, figures))} |")
    lines += ["", *(f"{row['against']}: {row['note']}" for row in found["rows"] if row["note"])]
    lines += ["", "| people | overdue, s | CPU s | check, s | CPU s |", "|---:|---:|---:|---:|---:|"]
    lines += [f"| {' | '.join(map(str, row.values()))} |" for row in found["scale"]]
    memory = ", ".join(f"{name} {value:g} MiB" for name, value in found["memory_mib"].items())
    processes = ", ".join(f"{name} {value}" for name, value in found["git_processes"].items())
    return "\n".join((*lines, "", f"memory at the peak: {memory}", f"git processes: {processes}"))


def main() -> None:
    """Read the command line, measure, and show."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--people", type=int, default=10_000, metavar="N")
    reader.add_argument("--runs", type=int, default=5, metavar="N")
    reader.add_argument("--trees", type=Path, metavar="DIR", help="keep the repositories here, and use them")
    reader.add_argument("--json", type=Path, metavar="FILE")
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        trees = Trees(given.trees or Path(scratch), given.people)
        trees.make(sorted({*(one for one in SIZES if one < given.people), given.people}))
        found = measure(trees, given.runs)
    print(write_table(found))
    if given.json is not None:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
