"""Rows 19 to 29: what the disk, the system and other programs do while a file is saved.

| row | |
|---|---|
| 26 | many processes on one file: test_26_many_writers.py |
| 28 | such a hold is Windows' own, and cannot be had on Linux; the system's call is made to fail instead |
"""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Goals
from faults.ground import CHECKIN, NOTE, PERSON, refuse, snapshot
from goaltalk.store import save as saving

FAULTY = Path(__file__).parent / "faulty.py"
POINTS = ("write", "fsync", "replace", "git-add", "git-commit", "git-add-done")
NEW, OLD = "checkin kari --note status=Fine", "checkin kari --note status=Other"


def run_faulty(goals: Goals, fault: str, number: int, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, in which the N-th call of something fails."""
    command = [sys.executable, str(FAULTY), fault, str(number), "-C", str(goals.root), "--today", goals.today]
    return subprocess.run([*command, *args], capture_output=True, text=True, check=False, timeout=120)


def sound(goals: Goals) -> None:
    """The repository can be read and nothing in git is broken or left over."""
    goals.git("fsck", "--strict")
    assert not list((goals.root / ".git").rglob("index.lock"))
    assert goals.ok("check") == "no problems found\n"


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("how", ["EIO", "ENOSPC", "KILL"])
@pytest.mark.parametrize("point", POINTS)
def test_19_21_22_whatever_fails_nothing_is_torn_and_the_second_try_works(
    agreed: Goals, point: str, how: str, new: bool
) -> None:
    """For each call in turn, until it is not reached any more: old or new, and all the rest as it was."""
    if not new:
        agreed.ok(*OLD.split(" ", 4))
    agreed.write("mine.txt", "mine, staged\n")
    agreed.git("add", "mine.txt")
    before = agreed.text(CHECKIN) if not new else None
    reached = 0
    for number in range(1, 10):
        done = run_faulty(agreed, f"{point}:{how}", number, *NOTE)
        if done.returncode == 0:
            break
        reached += 1
        assert "Traceback" not in done.stderr
        present = agreed.text(CHECKIN) if (agreed.root / CHECKIN).exists() else None
        assert present == before or (present is not None and "status: Fine" in present)
        if how == "KILL":
            assert done.returncode == -signal.SIGKILL
            (agreed.root / ".git/index.lock").unlink(missing_ok=True)
        else:
            assert done.returncode == 3
            assert done.stderr.startswith("error: ")
            if present != before:
                assert "saved but not committed" in done.stderr
            assert agreed.git("diff", "--cached", "--name-only") == "mine.txt\n"
        assert agreed.git("log", "--format=%s", "-1", "--", "mine.txt") == ""
        sound(agreed)
        before = present
    assert reached or (point.startswith("git-add") and not new)
    agreed.ok(*NOTE)
    assert "status: Fine" in agreed.text(CHECKIN)
    # What a killed one leaves may be somebody's for an hour (row 20); doctor names it afterwards.
    status = [line for line in agreed.git("status", "--porcelain").splitlines() if ".goaltalk-" not in line]
    assert status == ["A  mine.txt"]
    assert agreed.git("show", f"HEAD:{CHECKIN}") == agreed.text(CHECKIN)
    assert not list(agreed.root.rglob(".goaltalk-*.tmp")) or how == "KILL"


PEOPLE = (PERSON, "people/per-lie/person.yaml")


@pytest.mark.parametrize("how", ["EIO", "ENOSPC", "KILL"])
@pytest.mark.parametrize("point", ["write", "fsync", "replace", "git-commit"])
def test_19_21_22_of_several_files_none_is_torn_and_all_get_there(
    agreed: Goals, point: str, how: str
) -> None:
    """Each call in turn fails while several files are written: all or none, unless it is killed there."""
    new = {path: agreed.text(path) + "title: Baker\n" for path in PEOPLE}
    old = {path: text.replace("person/1", "person/0").replace("title:", "job:") for path, text in new.items()}
    for path, text in old.items():
        agreed.write(path, text)
    agreed.git("commit", "-qam", "as an older goaltalk wrote them")
    agreed.write("mine.txt", "mine, staged\n")
    agreed.git("add", "mine.txt")
    start = agreed.git("rev-parse", "HEAD").strip()
    reached, mixed = 0, False
    # That a folder cannot be flushed is no failure: the second and the fourth fsync.
    for number in (1, 3, 99) if point == "fsync" and how != "KILL" else range(1, 12):
        done = run_faulty(agreed, f"{point}:{how}", number, "migrate")
        if done.returncode == 0:
            break
        reached += 1
        assert "Traceback" not in done.stderr
        lifted = [agreed.text(path) == new[path] for path in PEOPLE]
        assert all(agreed.text(path) in (old[path], new[path]) for path in PEOPLE)
        mixed = mixed or len(set(lifted)) > 1
        if how == "KILL":
            assert done.returncode == -signal.SIGKILL
            (agreed.root / ".git/index.lock").unlink(missing_ok=True)
        else:
            assert done.returncode == 3
            assert len(set(lifted)) == 1, "what was saved before the failure is put back"
            assert ("saved but not committed" in done.stderr) == lifted[0]
        assert agreed.git("diff", "--cached", "--name-only") == "mine.txt\n"
        assert agreed.git("rev-parse", "HEAD").strip() == start
    assert reached >= (1 if point == "git-commit" else 2)
    assert mixed == (how == "KILL" and point != "git-commit")
    changed = agreed.git("diff", "--name-only", f"{start}..HEAD").split()
    assert changed == list(PEOPLE), "and the last run commits what all have lifted, in one commit"
    assert agreed.git("rev-list", "--count", f"{start}..HEAD") == "1\n"
    assert {path: agreed.git("show", f"HEAD:{path}") for path in PEOPLE} == new
    assert agreed.git("diff", "--cached", "--name-only") == "mine.txt\n"
    sound(agreed)


def test_19_killed_as_git_has_committed_all_is_there(agreed: Goals) -> None:
    """The commit is made, and nobody was told: the same command again has nothing to do."""
    head = agreed.git("rev-parse", "HEAD")
    assert run_faulty(agreed, "git-commit-done:KILL", 1, *NOTE).returncode == -signal.SIGKILL
    assert agreed.git("rev-parse", "HEAD~1") == head
    assert agreed.git("status", "--porcelain") == ""
    sound(agreed)
    assert "nothing to change" in agreed.ok(*NOTE)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MiB, where the machine lets us have one."""
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "goaltalk", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("this machine lets us mount no tmpfs; rows 21 and 22 are tried by failing calls")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(filler: Path, leave: int = 0) -> None:
    """Write until the disk is full, but for some bytes."""
    filler.write_bytes(b"")
    disk = os.statvfs(filler)
    filler.write_bytes(b"x" * max(0, disk.f_bavail * disk.f_frsize - leave))


def test_21_22_a_disk_that_is_really_full(agreed: Goals, small_disk: Path) -> None:
    subprocess.run(["cp", "-r", str(agreed.root), str(small_disk / "goals")], check=True)
    full = Goals(small_disk / "goals", agreed.invoke)
    filler = small_disk / "filler"
    fill(filler)
    before = snapshot(full)
    result = full.run(*NOTE)
    assert result.code == 3
    assert "No space left on device" in result.err
    assert snapshot(full) == before
    told = set()
    for room in (4, 8, 12, 16, 20, 24, 32, 64, 128):
        fill(filler, room * 1024)
        result = full.run(*NOTE)
        assert "Traceback" not in result.err
        assert result.code in (0, 3)
        if result.code and (full.root / CHECKIN).exists():
            assert "saved but not committed" in result.err, "row 22: it says what is saved and what is not"
            assert full.git("diff", "--cached", "--name-only") == ""
            told.add("half")
    assert told, "the disk was full for git alone at least once"
    filler.unlink()
    full.run(*NOTE)
    assert full.git("status", "--porcelain") == ""
    assert "status: Fine" in full.git("show", f"HEAD:{CHECKIN}")


def test_20_a_leftover_draft_is_ignored_and_cleaned_up(agreed: Goals) -> None:
    agreed.ok(*NOTE)
    draft = (agreed.root / CHECKIN).with_name(".goaltalk-0.tmp")
    draft.write_text("half of")
    os.utime(draft, (time.time() - 7200,) * 2)
    assert agreed.ok("check") == "no problems found\n"
    agreed.ok("checkin", "kari", "--note", "next=X")
    assert not draft.exists()


def test_23_a_read_only_file_or_folder_is_refused(agreed: Goals) -> None:
    agreed.ok(*NOTE)
    for place in (agreed.root / CHECKIN, (agreed.root / CHECKIN).parent):
        mode = place.stat().st_mode
        place.chmod(mode & ~0o222)
        refuse(agreed, "checkin", "kari", "--note", "next=X", match="read-only; make it writable")
        place.chmod(mode)


def test_24_a_link_is_refused_and_modes_survive(agreed: Goals, tmp_path: Path) -> None:
    agreed.ok(*NOTE)
    place = agreed.root / CHECKIN
    place.chmod(0o640)
    agreed.ok("checkin", "kari", "--note", "next=X")
    assert place.stat().st_mode & 0o777 == 0o640
    place.rename(tmp_path / "elsewhere.yaml")
    place.symlink_to(tmp_path / "elsewhere.yaml")
    kept = (tmp_path / "elsewhere.yaml").read_bytes()
    refuse(agreed, *NOTE, match="link")
    assert (tmp_path / "elsewhere.yaml").read_bytes() == kept


def test_25_links_to_folders_and_ids_that_lead_elsewhere_are_refused(agreed: Goals, tmp_path: Path) -> None:
    (agreed.root / "people/kari-nordmann").rename(tmp_path / "kari")
    (agreed.root / "people/kari-nordmann").symlink_to(tmp_path / "kari")
    refuse(agreed, *NOTE, match="nobody here|link", code=2)
    for name in ("../evil", "/etc/evil", "a/../b", "..", "C:evil"):
        refuse(agreed, "person", "add", "Evil", "--email", "e@x.example", "--id", name, match="id", code=2)
        refuse(agreed, "unit", "add", name, "--name", "X", "--leader", "per-lie", match="id", code=2)


def test_27_the_lock_of_a_dead_holder_is_free(agreed: Goals) -> None:
    code = "import sys, os, signal; from pathlib import Path; from goaltalk.store.save import lock\n"
    code += "with lock(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)\n"
    assert subprocess.run([sys.executable, "-c", code, str(agreed.root)], check=False).returncode == -9
    agreed.ok(*NOTE)


@pytest.mark.parametrize("failures", [2, 1000])
def test_28_a_file_that_another_program_holds_is_tried_again(
    agreed: Goals, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    agreed.ok(*NOTE)
    replace, left = os.replace, [failures]

    def held(source: str, target: str) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError(errno.EACCES, "held by another program")
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(saving, "REPLACE_PAUSES", (0.0, 0.0, 0.0))
    if failures == 2:
        agreed.ok("checkin", "kari", "--note", "next=X")
    else:
        refuse(agreed, "checkin", "kari", "--note", "next=X", match="held by another program")


@pytest.mark.parametrize("arguments", [["status"], ["overdue"], ["agenda", "kari"], ["questions"]])
def test_29_a_closed_output_is_no_traceback(agreed: Goals, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "goaltalk", "-C", str(agreed.root), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert said == b""
    shut = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *command], capture_output=True, check=False, text=True
    )
    assert "Traceback" not in shut.stderr


@pytest.mark.parametrize("point", ["write", "fsync", "replace", "git-add", "git-commit"])
def test_29_ctrl_c_leaves_all_in_order(agreed: Goals, point: str) -> None:
    done = run_faulty(agreed, f"{point}:INT", 1, *NOTE)
    assert done.returncode == 130
    assert done.stderr == ""
    assert agreed.git("diff", "--cached", "--name-only") == ""
    sound(agreed)
    agreed.ok(*NOTE)
    assert agreed.text(PERSON)
