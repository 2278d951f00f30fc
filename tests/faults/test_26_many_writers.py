"""Row 26: two processes on one file: a lock; no update lost (100 of 100)."""

import ast
import json
import subprocess
import sys
from pathlib import Path

from conftest import Goals

PATH = "people/kari-nordmann/2026-H2/checkins/2026-09-15.leader.yaml"


def crowd(goals: Goals, commands: list[list[str]]) -> tuple[list[int], str]:
    """Run commands at once; return their exit codes, and what they said."""
    shared = ["-C", str(goals.root), "--today", goals.today]
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "crowd.py")],
        input="".join(json.dumps([*shared, *one]) + "\n" for one in commands),
        capture_output=True,
        text=True,
        check=True,
    )
    *said, codes = done.stderr.strip().split("\n")
    return ast.literal_eval(codes), "\n".join(said)


def tasks(goals: Goals) -> list[str]:
    """The ids of the actions that stand in the file, in its order."""
    lines = goals.text(PATH).splitlines()
    return [line.removeprefix("  - id: ") for line in lines if line.startswith("  - id: task-")]


def call(number: int) -> list[str]:
    return ["checkin", "kari", "--action", f"Task {number};kari;2026-12-01"]


def test_26_a_hundred_writers_at_once_lose_no_update(agreed: Goals) -> None:
    assert crowd(agreed, [["--no-commit", *call(number)] for number in range(100)]) == ([0] * 100, "")
    assert sorted(tasks(agreed)) == sorted(f"task-{number}" for number in range(100))
    assert agreed.ok("check") == "no problems found\n"


def test_26_each_of_many_writers_makes_its_own_commit(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--note", "status=Mine  # and this is no comment")
    agreed.write(PATH, agreed.text(PATH) + "# mine, by hand\n")
    agreed.git("commit", "-qam", "by hand")
    before = int(agreed.git("rev-list", "--count", "HEAD"))
    assert crowd(agreed, [call(number) for number in range(20)]) == ([0] * 20, "")
    assert sorted(tasks(agreed)) == sorted(f"task-{number}" for number in range(20))
    assert "# mine, by hand\n" in agreed.text(PATH)
    assert int(agreed.git("rev-list", "--count", "HEAD")) == before + 20
    assert agreed.git("status", "--porcelain") == ""


def test_26_writers_of_different_files_do_not_hinder_each_other(agreed: Goals) -> None:
    mine = [["checkin", "kari", "--date", f"2026-09-{day}", "--note", "status=X"] for day in range(10, 16)]
    assert crowd(agreed, [*mine, *([*one, "--as", "kari"] for one in mine)]) == ([0] * 12, "")
    assert agreed.git("status", "--porcelain") == ""


def test_26_what_somebody_answers_is_never_another_text(agreed: Goals) -> None:
    """Changing and accepting at once: the answer is to a text that was there, or there is none."""
    agreed.ok("agree", "kari", "--amend", "Again", "--set", "role=Zero")
    codes, _ = crowd(agreed, [["agree", "kari", "--set", "role=One"], ["agree", "kari", "--accept", "--yes"]])
    assert codes[0] == 0
    assert codes[1] in (0, 3)
    assert " error " not in agreed.ok("check"), "at most that the text has changed since one side accepted"


def test_26_a_text_given_whole_is_refused_when_another_was_faster(agreed: Goals) -> None:
    """Who gave a whole text had another one before their eyes; theirs would take the other's away."""
    agreed.ok("checkin", "kari", "--note", "status=Old")
    given = agreed.write("../whole.yaml", "topics: {status: Whole}\n")
    commands = [["checkin", "kari", "--from", str(given), "--note", f"next={number}"] for number in range(8)]
    codes, said = crowd(agreed, commands)
    assert set(codes) <= {0, 3}
    assert 0 in codes
    assert all("run the command again" in line for line in said.splitlines())
    assert " error " not in agreed.ok("check"), "at most that the text has changed since one side accepted"
