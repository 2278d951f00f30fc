"""The demo: a repository that tells a story up to today, and what goaltalk makes of it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Goals, Result


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_demo_shows_agenda_overdue_and_diff(
    tmp_path: Path, invoke: Callable[..., Result], language: str
) -> None:
    folder = tmp_path / "demo"
    result = invoke("demo", str(folder), "--language", language, "--today", "2027-03-03")
    assert result.code == 0, result.err
    for command in ("agenda kari-nordmann", "overdue", "diff kari-nordmann"):
        assert f"$ goaltalk -C {folder} {command}" in result.out
    assert "2 errors, 1 warning on 2027-03-03" in result.out
    demo = Goals(folder, invoke, today="2027-03-03")
    assert demo.ok("check") == "no problems found\n"
    assert demo.git("status", "--porcelain") == ""
    authors = set(demo.git("log", "--format=%an").split("\n")) - {""}
    assert len(authors) == 6
    dates = demo.git("log", "--reverse", "--format=%aI").split()
    assert dates == sorted(dates)
    assert dates[-1] < "2027-03-04"


def test_every_commit_of_the_demo_holds_its_writers_file_and_nothing_else(
    tmp_path: Path, invoke: Callable[..., Result]
) -> None:
    demo = Goals(tmp_path / "demo", invoke)
    invoke("demo", str(demo.root), "--today", "2026-11-10")
    log = demo.git("log", "--format=%ae", "--name-only").strip().split("\n\n")
    for commit in demo.git("log", "--format=%x1e%ae", "--name-only").split("\x1e")[1:-1]:
        author, *files = commit.split()
        assert len(files) == 1, commit
        if files[0].endswith(".employee.yaml"):
            owner = files[0].split("/")[1]
            email = next(
                line for line in demo.text(f"people/{owner}/person.yaml").split("\n") if "email:" in line
            )
            assert author in email
    assert len(log) > 100


def test_the_demo_is_a_repository_of_its_own_also_inside_another(goals: Goals) -> None:
    result = goals.invoke("demo", str(goals.root / "demo"), "--today", "2026-11-10")
    assert result.code == 0, result.err
    demo = Goals(goals.root / "demo", goals.invoke)
    assert demo.git("rev-list", "--count", "HEAD").strip() == "142"
    assert goals.git("status", "--porcelain") == "?? demo/\n"


def test_the_demo_never_writes_into_a_folder_that_holds_something(
    tmp_path: Path, invoke: Callable[..., Result]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = invoke("demo", str(tmp_path))
    assert result.code == 2
    assert "is there already; name a new folder" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_reader_of_our_output_may_leave_early(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m goaltalk demo '{tmp_path}/demo' | head -1"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.stdout.decode().startswith("made a goals repository")
    assert b"Traceback" not in done.stderr
    assert done.stderr == b""
