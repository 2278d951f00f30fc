"""What is measured: each budget of the design, and the ways a team would go without us."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from generate import generate
from invented import TEAM, TODAY, WIDTH, Company
from measure import Run, Took, run_in_turns, run_once

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
GOALTALK = (PYTHON, "-m", "goaltalk")
ON_THE_DAY = ("--today", str(TODAY))
EMPTY = "import typer\napp = typer.Typer()\n\n\n@app.command()\ndef main(): pass\n\n\napp()\n"
SUBSET = 300
"""So many files are given to the slow checkers; what they would take for all is reckoned from it."""


class Budget(NamedTuple):
    """One row: what, compared with what, how often that at most, and what both took."""

    what: str
    against: str
    most: float | None
    ours: list[Took]
    theirs: list[Took]
    note: str = ""


class Trees:
    """The repositories that everything runs in."""

    def __init__(self, folder: Path, people: int) -> None:
        self.folder, self.people = folder, people
        self.company = Company(people)
        self.demo = folder / "demo"
        self.large = self.of(people)
        self.empty = folder / "empty.py"

    def of(self, people: int) -> Path:
        """Return the place of a repository with so many people."""
        return self.folder / f"people-{people}"

    def make(self, sizes: list[int]) -> None:
        """Make what is not there yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.empty.write_text(EMPTY)
        if not self.demo.exists():
            subprocess.run([*GOALTALK, "demo", str(self.demo)], check=True, stdout=subprocess.DEVNULL)
        for people in sizes:
            if not self.of(people).exists():
                print(f"making a repository of {people} people ...", file=sys.stderr)
                generate(self.of(people), Company(people))

    def leader(self) -> str:
        """Return who leads a team of ten and nothing else."""
        teams = self.company.units
        number = next(one for one in range(teams // 2, teams) if one % WIDTH)
        return self.company.id_of(number * TEAM)


def measure_small(trees: Trees, times: int) -> list[Budget]:
    """Measure what is about start-up, on the demo."""
    runs = {
        "empty": Run([PYTHON, str(trees.empty)], trees.demo),
        "--version": Run([*GOALTALK, "--version"], trees.demo),
        "overdue on the demo": Run([*GOALTALK, "overdue"], trees.demo),
        "diff of one person": Run([*GOALTALK, "diff", "kari"], trees.demo),
        "agenda of one person": Run([*GOALTALK, "agenda", "kari"], trees.demo),
        "status --led-by, team of ten": Run(
            [*GOALTALK, "status", "--led-by", trees.leader(), *ON_THE_DAY], trees.large
        ),
    }
    took = run_in_turns(runs, times)
    most = {"--version": 1.2, "overdue on the demo": 2, "diff of one person": 3, "agenda of one person": 3}
    rows = [Budget(name, "a Typer program", one, took[name], took["empty"]) for name, one in most.items()]
    name = "status --led-by, team of ten"
    return [*rows, Budget(name, "overdue on the demo", 3, took[name], took["overdue on the demo"])]


def measure_large(trees: Trees, times: int) -> list[Budget]:
    """Measure what looks at everybody."""
    tree = trees.large
    cat = "find people units goaltalk.yaml -name '*.yaml' -print0 | xargs -0 cat"
    runs = {
        "git status": Run(["git", "status", "--porcelain"], tree),
        "overdue": Run([*GOALTALK, "overdue", *ON_THE_DAY, "--format", "json"], tree),
        "check": Run([*GOALTALK, "check", *ON_THE_DAY], tree),
        "cat": Run(["sh", "-c", cat], tree),
        "by hand": Run([PYTHON, str(HERE / "by_hand.py"), str(tree), str(TODAY)], tree),
    }
    took = run_in_turns(runs, times)
    everybody = f"{trees.people:,} people"
    return [
        Budget(f"overdue, {everybody}", "git status", 6, took["overdue"], took["git status"]),
        Budget(f"check, {everybody}", "git status", 10, took["check"], took["git status"]),
        Budget(f"overdue, {everybody}", "cat of the same files", None, took["overdue"], took["cat"]),
        Budget(
            f"overdue, {everybody}",
            "a script with PyYAML",
            None,
            took["overdue"],
            took["by hand"],
            "the script knows one rule and reads only what that one needs",
        ),
    ]


def measure_checkers(trees: Trees, times: int, check: list[Took]) -> list[Budget]:
    """Measure other checkers on a part of the check-ins, and reckon what all files would take them."""
    tree = trees.large
    every = [str(one.relative_to(tree)) for one in tree.glob("people/*/*/checkins/*.yaml")]
    some = sorted(every)[:SUBSET]
    total = sum(1 for _ in tree.glob("people/**/*.yaml"))
    schema = tree / ".goaltalk" / "schemas" / "checkin.json"
    commands = {
        "check-jsonschema": ["check-jsonschema", "--schemafile", str(schema)],
        "yamllint": ["yamllint", "-d", "relaxed"],
    }
    there = {name: [where, *rest] for name, (first, *rest) in commands.items() if (where := _find(first))}
    runs = {name: Run([*command, *some], tree) for name, command in there.items()}
    took = run_in_turns(runs, times)
    begun = run_in_turns({name: Run([*command, some[0]], tree) for name, command in there.items()}, times)
    rows = []
    for name, all_of_it in took.items():
        scaled = [_scaled(one, two, total) for one, two in zip(all_of_it, begun[name], strict=True)]
        note = f"reckoned from {SUBSET} check-ins to {total:,} files, start-up counted once"
        rows.append(Budget("check, all files", name, None, check[: len(scaled)], scaled, note))
    return rows


def _find(program: str) -> str | None:
    beside = Path(PYTHON).parent / program
    return str(beside) if beside.exists() else shutil.which(program)


def _scaled(some: Took, one: Took, total: int) -> Took:
    factor = (total - 1) / (SUBSET - 1)
    return Took(one.wall + (some.wall - one.wall) * factor, one.cpu + (some.cpu - one.cpu) * factor)


class Writing:
    """One change to one file, made again and again: by goaltalk, and by hand with git alone."""

    def __init__(self, trees: Trees) -> None:
        self.tree, self.number = trees.large, 0
        self.person = trees.company.id_of(1)
        self.path = f"people/{self.person}/2026-H2/checkins/{TODAY}.leader.yaml"

    def ours(self) -> Run:
        """Return the command that writes and commits; each time with another text."""
        self.number += 1
        note = f"topics.other=Said for the {self.number}th time."
        arguments = [*GOALTALK, "checkin", self.person, "--date", str(TODAY), "--set", note, *ON_THE_DAY]
        return Run(arguments, self.tree, codes=(0,))

    def theirs(self) -> Run:
        """Return the commit of a change to the same file."""
        return Run(
            ["git", "commit", "--quiet", "--only", "-m", "by hand", "--", self.path],
            self.tree,
            before=self._change,
            codes=(0,),
        )

    def _change(self) -> None:
        self.number += 1
        place = self.tree / self.path
        text = place.read_text(encoding="utf-8").split("Said for the ")
        place.write_text(f"{text[0]}Said for the {self.number}th time.\n", encoding="utf-8")


def measure_writing(trees: Trees, times: int) -> Budget:
    """Measure a check-in with its commit against the commit alone."""
    writing = Writing(trees)
    run_once(writing.ours())
    pairs = [(run_once(writing.ours()), run_once(writing.theirs())) for _ in range(times)]
    ours, theirs = [one for one, _ in pairs], [one for _, one in pairs]
    return Budget("checkin --set, with its commit", "git commit --only", 2, ours, theirs)
