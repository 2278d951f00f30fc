"""Makes a goals repository of any size, with the history it would have had; the same one each time.

python benchmarks/generate.py DIR --people 1000 [--kept full]
"""

import argparse
import subprocess
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from invented import FOUNDED, TODAY, Company, Written

from goaltalk.store.replay import PlannedCommit, write_stream
from goaltalk.writing.found import surroundings

ZONE = ZoneInfo("Europe/Oslo")
ORDER = ("settings", "unit", "brief", "person")
CHUNK = 2000


def generate(folder: Path, company: Company) -> int:
    """Make the repository in a folder that is not there yet; return how many records it holds."""
    folder.mkdir(parents=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "config", "user.name", company.name_of(0))
    _git(folder, "config", "user.email", f"{company.id_of(0)}@invented.example")
    _git(folder, "config", "gc.auto", "0")
    files = list(company.files())
    commits = list(_commits(company, files))
    with subprocess.Popen(
        ["git", "-C", str(folder), "fast-import", "--quiet", "--done"], stdin=subprocess.PIPE
    ) as importer:
        assert importer.stdin is not None
        for start in range(0, len(commits), CHUNK):
            stream = write_stream(commits[start : start + CHUNK], "main")
            importer.stdin.write(stream.removesuffix(b"done\n"))
        importer.stdin.write(b"done\n")
    if importer.returncode:
        raise SystemExit("git fast-import failed")
    _git(folder, "reset", "--quiet", "--hard")
    # As after some days of use: packed, and nothing that git status would have to look at twice.
    _git(folder, "commit-graph", "write", "--reachable", "--no-progress")
    _git(folder, "status", "--porcelain")
    return len(files)


def _commits(company: Company, files: list[Written]) -> Iterator[PlannedCommit]:
    """Yield a commit for each day on which somebody wrote something, by that person."""
    people = {company.id_of(number): company.name_of(number) for number in range(company.people)}
    ordered = sorted(files, key=lambda one: (one.day, _rank(one), one.author, one.path))
    around = {path: text.encode() for path, text in surroundings().items()}
    when = datetime.combine(FOUNDED, time(7), ZONE)
    for (day, rank, author), written in groupby(ordered, key=lambda one: (one.day, _rank(one), one.author)):
        # Seconds, for on a busy day thousands write; the day itself is never left.
        morning = datetime.combine(min(day, TODAY), time(7), ZONE)
        when = max(morning, min(when + timedelta(seconds=1), morning + timedelta(hours=16)))
        these = {one.path: one.text.encode() for one in written}
        message = f"{ORDER[rank] if rank < len(ORDER) else 'write'} ({len(these)} files)"
        if rank == 0:
            these |= around
        yield PlannedCommit(people[author], f"{author}@invented.example", when, message, these)


def _rank(one: Written) -> int:
    kind = one.about.kind
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Read the command line and make the repository."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("folder", type=Path, metavar="DIR")
    reader.add_argument("--people", type=int, default=1000, metavar="N")
    reader.add_argument("--kept", choices=("lean", "full"), default="lean", help="how much each has written")
    given = reader.parse_args()
    if given.folder.exists():
        reader.error("DIR is there already; name a folder that is not")
    count = generate(given.folder, Company(given.people, given.kept))
    print(f"{given.folder}: {given.people} people, {count} records")


if __name__ == "__main__":
    main()
