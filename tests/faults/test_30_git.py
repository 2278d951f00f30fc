"""Rows 30 to 51: git in every state that people leave it in. Row 34 also: tests/commands/test_doctor.py."""

import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from conftest import Goals, git
from faults.ground import AGREEMENT, CHECKIN, NOTE, PERSON, refuse, snapshot


def hook(goals: Goals, script: str, name: str = "pre-commit") -> None:
    """Give the repository a hook."""
    place = goals.root / ".git/hooks" / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(0o755)


def diverge(goals: Goals) -> None:
    """Two branches with the same file in two ways."""
    for branch, title in (("side", "A"), ("main", "B")):
        goals.git("checkout", "-q", *(["-b"] if branch == "side" else []), branch)
        goals.write(PERSON, goals.text(PERSON) + f"title: {title}\n")
        goals.git("commit", "-qam", title)


def test_30_what_the_user_staged_is_never_swept_along(agreed: Goals) -> None:
    agreed.write("mine.txt", "mine")
    agreed.git("add", "mine.txt")
    agreed.ok(*NOTE)
    assert agreed.git("show", "--format=", "--name-only") == f"{CHECKIN}\n"
    assert agreed.git("status", "--porcelain") == "A  mine.txt\n"


def test_31_our_file_partly_staged_is_refused(agreed: Goals) -> None:
    agreed.ok(*NOTE)
    agreed.write(CHECKIN, agreed.text(CHECKIN) + "# staged\n")
    agreed.git("add", CHECKIN)
    refuse(
        agreed, "checkin", "kari", "--note", "next=X", match="you have staged; commit them, run git restore"
    )


@pytest.mark.parametrize("way", [("merge", "side"), ("rebase", "side"), ("cherry-pick", "side")])
def test_32_an_operation_in_progress_is_refused_early(agreed: Goals, way: tuple[str, str]) -> None:
    diverge(agreed)
    subprocess.run(["git", *way], cwd=agreed.root, capture_output=True, check=False)
    agreed.git("checkout", "--ours", "--", PERSON)
    refuse(agreed, *NOTE, match=f"a {way[0]} is in progress; finish or abort it")


def test_33_a_lock_on_the_index_is_explained_and_never_deleted(agreed: Goals) -> None:
    (agreed.root / ".git/index.lock").touch()
    refuse(agreed, *NOTE, match="another git process is at work .* can be deleted")
    assert (agreed.root / ".git/index.lock").exists()


def test_33_a_lock_met_in_the_middle_is_waited_for(agreed: Goals) -> None:
    """Another git takes the index between our asking and our committing, and gives it back."""
    lock = agreed.root / ".git/index.lock"
    hook(agreed, "exit 0")
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            subprocess.run(
                ["git", "update-index", "--force-write-index"],
                cwd=agreed.root,
                capture_output=True,
                check=False,
            )

    others = [threading.Thread(target=busy) for _ in range(2)]
    for one in others:
        one.start()
    try:
        for number in range(5):
            agreed.ok("checkin", "kari", "--note", f"status={number}")
    finally:
        stop.set()
        for one in others:
            one.join()
    assert not lock.exists()
    assert agreed.git("status", "--porcelain") == ""


def test_34_locks_of_a_killed_git_are_explained(agreed: Goals) -> None:
    place = agreed.root / ".git/index.lock"
    place.touch()
    os.utime(place, (0, 0))
    assert "error git-lock: git cannot write" in agreed.run("doctor").out


@pytest.mark.parametrize(
    "name", ["refs/heads/main.lock", "HEAD.lock", "config.lock", "packed-refs.lock", "refs/heads/a/b.lock"]
)
def test_34_other_locks_are_explained_once_they_are_old_and_never_deleted(agreed: Goals, name: str) -> None:
    place = agreed.root / ".git" / name
    place.parent.mkdir(exist_ok=True)
    place.touch()
    assert "git-lock" not in agreed.run("doctor").out, "somebody may be at work"
    os.utime(place, (0, 0))
    result = agreed.run("doctor", "--fix")
    assert result.code == 1
    assert f"error git-lock: git cannot write, for these have lain there for a while: {place}" in result.out
    assert place.exists()


@pytest.mark.parametrize("name", ["HEAD.lock", "refs/heads/main.lock", "config.lock", "packed-refs.lock"])
def test_34_35_with_any_lock_a_change_is_committed_or_said_not_to_be(agreed: Goals, name: str) -> None:
    agreed.write("mine.txt", "mine")
    agreed.git("add", "mine.txt")
    (agreed.root / ".git" / name).touch()
    result = agreed.run(*NOTE)
    if result.code:
        assert result.code == 3
        assert "saved but not committed" in result.err
    assert agreed.git("diff", "--cached", "--name-only") == "mine.txt\n"
    assert result.code == (0 if name in ("config.lock", "packed-refs.lock") else 3)
    (agreed.root / ".git" / name).unlink()
    agreed.ok(*NOTE)
    assert agreed.git("status", "--porcelain") == "A  mine.txt\n"
    assert agreed.git("show", f"HEAD:{CHECKIN}") == agreed.text(CHECKIN)


@pytest.mark.parametrize("end", ["exit 0", "exit 1"])
def test_35_what_the_user_staged_survives_a_hook_that_changes_files(agreed: Goals, end: str) -> None:
    agreed.write("mine.txt", "mine")
    agreed.write(PERSON, agreed.text(PERSON) + "title: Staged\n")
    agreed.git("add", "mine.txt", PERSON)
    agreed.write(PERSON, agreed.text(PERSON).replace("Staged", "Not yet"))
    before = agreed.git("ls-files", "-s", "mine.txt", PERSON)
    hook(agreed, f"echo '# tidied' >> {CHECKIN}; git add {CHECKIN}; {end}")
    result = agreed.run(*NOTE)
    assert result.code == (0 if end == "exit 0" else 3), result.err
    assert agreed.git("ls-files", "-s", "mine.txt", PERSON) == before
    assert agreed.git("diff", "--cached", "--name-only").split() == ["mine.txt", PERSON]
    assert agreed.text(PERSON).endswith("title: Not yet\n")
    if end == "exit 0":
        assert agreed.git("show", "--format=", "--name-only") == f"{CHECKIN}\n"
        assert agreed.git("show", f"HEAD:{CHECKIN}") == agreed.text(CHECKIN)
        assert "# tidied" in agreed.text(CHECKIN)


def test_35_a_ref_lock_is_refused_and_nothing_stays_staged(agreed: Goals) -> None:
    (agreed.root / ".git/refs/heads/main.lock").touch()
    result = agreed.run(*NOTE)
    assert result.code == 3
    assert "saved but not committed" in result.err
    assert agreed.git("diff", "--cached", "--name-only") == ""
    (agreed.root / ".git/refs/heads/main.lock").unlink()
    agreed.ok(*NOTE)
    assert agreed.git("status", "--porcelain") == ""


def test_36_a_failing_hook_is_quoted_and_our_staging_taken_back(agreed: Goals) -> None:
    hook(agreed, "echo 'not on a Friday' >&2; exit 1")
    result = agreed.run(*NOTE)
    assert result.code == 3
    assert "saved but not committed" in result.err
    assert "not on a Friday" in result.err
    assert agreed.git("status", "--porcelain") == f"?? {CHECKIN.rpartition('/')[0]}/\n"
    assert "status: Fine" in agreed.text(CHECKIN)


def test_37_a_hook_that_rewrites_a_file_is_told_and_its_text_is_what_counts(agreed: Goals) -> None:
    hook(agreed, f"sed -i 's/Clear/Blurred/' {AGREEMENT}; git add {AGREEMENT}")
    out = agreed.ok("agree", "kari", "--amend", "Roles", "--set", "role=Clear")
    assert f"; a hook rewrote {AGREEMENT}" in out
    assert "role: Blurred" in agreed.text(AGREEMENT) == agreed.git("show", f"HEAD:{AGREEMENT}")
    assert agreed.git("status", "--porcelain") == ""
    for who in ("per-lie", "kari-nordmann"):
        agreed.ok("agree", "kari", "--accept", "--yes", who=who)
    assert "in force" in agreed.ok("status")
    assert agreed.ok("check") == "no problems found\n"


@pytest.mark.parametrize("verb", [("--accept", "--yes"), ("--decline", "No")], ids=["accept", "decline"])
def test_37_a_text_that_a_hook_changes_as_it_is_answered_is_an_error(
    agreed: Goals, verb: tuple[str, ...]
) -> None:
    agreed.ok("agree", "kari", "--amend", "Roles", "--set", "role=Clear")
    hook(agreed, f"sed -i 's/Clear/Blurred/' {AGREEMENT}; git add {AGREEMENT}")
    result = agreed.run("agree", "kari", *verb)
    assert result.code == 3
    assert f"error: {AGREEMENT}: a hook made this another text than the one you answered" in result.err
    assert "in force" not in agreed.ok("status")
    assert agreed.git("status", "--porcelain") == ""
    assert agreed.run("agree", "kari", *verb).code == 0, "and the text that is there now can be answered"


def test_37_a_hook_that_changes_a_text_in_force_behind_everybodys_back_is_found(agreed: Goals) -> None:
    hook(agreed, f"sed -i 's/Halve/Double/' {AGREEMENT}; git add {AGREEMENT}")
    out = agreed.ok(*NOTE)
    assert "a hook rewrote" not in out, "it is not one of ours"
    result = agreed.run("check")
    assert result.code == 1
    assert re.search(rf"{AGREEMENT}:\d+:\d+: error answer-mismatch", result.out)
    assert "in force" not in agreed.ok("status")


def test_38_no_identity_is_invented(agreed: Goals) -> None:
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))
    }
    before = snapshot(agreed)
    command = [sys.executable, "-m", "goaltalk", "--today", agreed.today, *NOTE]
    done = subprocess.run(command, cwd=agreed.root, env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "git does not know who you are" in done.stderr
    assert snapshot(agreed) == before


def test_39_signing_is_honoured(agreed: Goals) -> None:
    agreed.git("config", "commit.gpgsign", "true")
    agreed.git("config", "gpg.program", "false")
    assert "saved but not committed" in agreed.run(*NOTE).err
    agreed.git("config", "commit.gpgsign", "false")
    agreed.ok(*NOTE)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen here, which signs")
def test_39_a_commit_carries_the_users_signature(agreed: Goals, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text()
    (tmp_path / "signers").write_text(f"per@fjord.example {public}")
    for name, value in {
        "commit.gpgsign": "true", "gpg.format": "ssh", "user.signingkey": str(key),
        "gpg.ssh.allowedSignersFile": str(tmp_path / "signers"),
    }.items():  # fmt: skip
        agreed.git("config", name, value)
    agreed.ok(*NOTE)
    assert "-----BEGIN SSH SIGNATURE-----" in agreed.git("cat-file", "commit", "HEAD")
    assert agreed.git("log", "-1", "--format=%G? %GS") == "G per@fjord.example\n"
    agreed.ok("agree", "kari", "--amend", "Roles", "--set", "role=Clear")
    agreed.ok("agree", "kari", "--accept", "--yes")
    assert agreed.git("log", "-2", "--format=%G?") == "G\nG\n"


def test_40_files_with_the_ends_of_lines_of_windows_stay_so_and_git_keeps_its_own(agreed: Goals) -> None:
    agreed.ok(*NOTE)
    (agreed.root / ".gitattributes").unlink(missing_ok=True)
    agreed.git("commit", "-qam", "no attributes")
    agreed.git("config", "core.autocrlf", "true")
    agreed.git("rm", "-rq", "--cached", ".")
    agreed.git("reset", "-q", "--hard")
    assert "\r\n" in agreed.text(CHECKIN)
    agreed.ok("checkin", "kari", "--note", "next=Rest")
    text = agreed.text(CHECKIN)
    assert text.count("\n") == text.count("\r\n") > 1
    assert "next: Rest\r\n" in text
    assert "\r" not in agreed.git("show", f"HEAD:{CHECKIN}")
    changed = agreed.git("diff", "-U0", "HEAD~1", "--", CHECKIN).splitlines()[5:]
    assert changed == ["-  next:", "+  next: Rest"]
    assert agreed.git("status", "--porcelain") == ""
    assert "nothing to change" in agreed.ok("checkin", "kari", "--note", "next=Rest")
    assert agreed.ok("check") == "no problems found\n"


def test_40_a_required_filter_that_fails_stops_the_commit_and_only_that(agreed: Goals) -> None:
    agreed.git("config", "filter.crypt.clean", "false")
    agreed.git("config", "filter.crypt.required", "true")
    agreed.write(".git/info/attributes", "**/checkins/* filter=crypt\n")
    result = agreed.run(*NOTE)
    assert result.code == 3
    assert "saved but not committed" in result.err
    assert "crypt" in result.err, "git's own words say what failed"
    assert agreed.git("diff", "--cached", "--name-only") == ""
    assert "status: Fine" in agreed.text(CHECKIN)
    agreed.git("config", "filter.crypt.clean", "tr a-z n-za-m")
    agreed.git("config", "filter.crypt.smudge", "tr a-z n-za-m")
    agreed.ok(*NOTE)
    assert "fgnghf: Fvar" in agreed.git("show", f"HEAD:{CHECKIN}")
    assert agreed.git("status", "--porcelain") == ""


def test_40_clean_filters_and_autocrlf_are_honoured(agreed: Goals) -> None:
    agreed.git("config", "filter.up.clean", "tr a-z A-Z")
    agreed.git("config", "core.autocrlf", "input")
    agreed.write(".git/info/attributes", "*.leader.yaml filter=up\n")
    agreed.ok(*NOTE)
    assert "STATUS: FINE" in agreed.git("show", f"HEAD:{CHECKIN}")
    assert "status: Fine" in agreed.text(CHECKIN)


def test_41_a_detached_head_is_told_of(agreed: Goals) -> None:
    agreed.git("checkout", "-q", "--detach")
    assert "on no branch: HEAD is detached" in agreed.ok(*NOTE)


def test_42_an_unborn_branch_works(agreed: Goals) -> None:
    agreed.git("checkout", "-q", "--orphan", "fresh")
    agreed.git("rm", "-rq", "--cached", ".")
    assert " on fresh)" in agreed.ok(*NOTE)
    assert agreed.git("ls-tree", "-r", "--name-only", "HEAD") == f"{CHECKIN}\n"


def test_43_a_bare_repository_is_refused(agreed: Goals, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(agreed.root), "bare.git")
    result = agreed.invoke(
        "-C", str(tmp_path / "bare.git"), "init", str(tmp_path / "bare.git"), "--organisation", "X"
    )
    assert result.code == 3
    assert "bare repository" in result.err


def test_44_a_linked_work_tree_and_a_submodule_are_the_right_repository(
    agreed: Goals, tmp_path: Path
) -> None:
    agreed.git("worktree", "add", "-q", "-b", "linked", str(tmp_path / "linked"))
    linked = Goals(tmp_path / "linked", agreed.invoke)
    assert " on linked)" in linked.ok(*NOTE)
    assert not (agreed.root / CHECKIN).exists()
    git(tmp_path, "init", "-q", "above")
    git(
        tmp_path / "above",
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(agreed.root),
        "goals",
    )
    inside = Goals(tmp_path / "above/goals", agreed.invoke)
    inside.ok(*NOTE)
    assert inside.git("log", "-1", "--format=%s").startswith("checkin kari-nordmann")
    assert git(tmp_path / "above", "rev-list", "--all") == ""


@pytest.mark.parametrize("place", ["../../elsewhere", ".", "../people", ".."])
def test_44_files_that_git_looks_for_elsewhere_are_refused_early(
    agreed: Goals, tmp_path: Path, place: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    if place == "..":
        agreed.git("config", "core.worktree", place)
        agreed.ok(*NOTE)
        return
    place = str(tmp_path) if place == "." else place
    agreed.git("config", "core.worktree", place)
    for command in (NOTE, ("checkin", "kari", "--set", "place=Y"), ("check", "--verify")):
        refuse(agreed, *command, match="for the files of this repository, not .*; run git config --unset")
    assert "work-tree: git takes " in agreed.run("doctor").out
    agreed.ok("--no-commit", *NOTE)
    agreed.git("config", "--unset", "core.worktree")
    assert "(commit " in agreed.ok(*NOTE)
    assert agreed.git("status", "--porcelain") == ""


@pytest.mark.parametrize("setting", ["index.version=4", "core.splitIndex=true", "core.untrackedCache=true"])
def test_45_other_kinds_of_index_work(agreed: Goals, setting: str) -> None:
    agreed.git("config", *setting.split("="))
    agreed.git("read-tree", "HEAD")
    agreed.git("update-index", "-q", "--refresh")
    agreed.ok(*NOTE)
    assert agreed.git("status", "--porcelain") == ""


def test_45_a_sparse_index_works(agreed: Goals) -> None:
    agreed.git("sparse-checkout", "set", "--cone", "--sparse-index", "people", "units", ".goaltalk")
    agreed.ok(*NOTE)
    assert agreed.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    "command",
    [("check", "--verify"), ("status", "--at", "2020-01-01"), ("agree", "kari", "--show", "--changes")],
    ids=" ".join,
)
def test_46_a_shallow_clone_refuses_to_look_back(
    agreed: Goals, tmp_path: Path, command: tuple[str, ...]
) -> None:
    agreed.ok("agree", "kari", "--amend", "Roles", "--set", "role=Clear")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{agreed.root}", "shallow")
    refuse(Goals(tmp_path / "shallow", agreed.invoke), *command, match="git fetch --unshallow")


def test_47_dubious_ownership_passes_gits_advice_on(agreed: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    result = agreed.run(*NOTE)
    assert result.code == 3
    assert "safe.directory" in result.err
    assert not (agreed.root / CHECKIN).exists()
    assert "safe" not in agreed.git("config", "--file", ".git/config", "--list")


def embed(folder: Path, ran: Path) -> None:
    """Make a folder look like a bare repository, as somebody's branch can, with a program in its settings."""
    git(folder, "init", "-q", "--bare", "evil")
    file = next(folder.glob("*.yaml")).name
    git(folder, "--git-dir=evil", "--work-tree=.", "add", file)
    for name in ("HEAD", "objects", "refs", "config", "index"):
        (folder / "evil" / name).rename(folder / name)
    shutil.rmtree(folder / "evil")
    settings = (
        "repositoryformatversion = 0",
        "bare = false",
        "worktree = .",
        f'fsmonitor = "touch {ran}; false"',
    )
    (folder / "config").write_text("\n\t".join(("[core]", *settings)) + "\n")


COMMANDS = [
    NOTE, ("status",), ("check", "--verify"), ("doctor",), ("status", "--at", "2026-12-31"),
    ("agree", "kari", "--amend", "Roles", "--set", "role=Clear"), ("migrate",), ("doctor", "--fix"),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_48_an_embedded_bare_repository_below_is_not_used(
    agreed: Goals, tmp_path: Path, command: tuple[str, ...]
) -> None:
    inside = agreed.root / "units/platform"
    embed(inside, tmp_path / "ran")
    subprocess.run(["git", "status"], cwd=inside, capture_output=True, check=False)
    assert (tmp_path / "ran").exists(), "a git that does not look out falls for it"
    (tmp_path / "ran").unlink()
    expected = agreed.run(*command)
    inner = agreed.invoke("-C", str(inside), "--today", agreed.today, *command)
    assert inner.code == expected.code
    assert expected.code in (0, 1)
    assert "Traceback" not in inner.err
    assert not (tmp_path / "ran").exists()
    assert not list((inside / "refs/heads").iterdir()), "nothing was committed there"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_48_nor_is_one_that_is_the_goals_repository_itself(
    agreed: Goals, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """The goals lie below the top of another repository, which a branch can make look like one."""
    above = tmp_path / "above"
    above.mkdir()
    git(above, "init", "-q", "-b", "main")
    shutil.copytree(agreed.root, above / "goals", ignore=shutil.ignore_patterns(".git"))
    git(above, "add", "-A")
    git(above, "commit", "-qm", "goals")
    inside = Goals(above / "goals", agreed.invoke)
    embed(inside.root, tmp_path / "ran")
    before, head = snapshot(inside), git(above, "rev-parse", "main")
    result = inside.run(*command)
    assert "Traceback" not in result.err
    if command[0] in ("checkin", "agree") or command[1:] in (("--verify",), ("--at", "2026-12-31")):
        assert result.code == 3
        assert "bare repository" in result.err or "not a git repository" in result.err
    assert not (tmp_path / "ran").exists()
    assert (snapshot(inside), git(above, "rev-parse", "main")) == (before, head)


@pytest.mark.parametrize("name", ["a b [c]", "-n", "with\nnewline", ":(top)x", "*"])
def test_49_names_are_never_patterns_or_options(agreed: Goals, tmp_path: Path, name: str) -> None:
    (tmp_path / "odd").mkdir()
    there = Goals(tmp_path / "odd" / name, agreed.invoke)
    agreed.root.rename(there.root)
    there.write("mine.txt", "mine")
    there.ok(*NOTE)
    assert there.git("show", "--format=", "--name-only") == f"{CHECKIN}\n"


def test_50_a_message_that_starts_with_a_sign_is_kept(agreed: Goals) -> None:
    agreed.git("config", "core.commentChar", "c")
    agreed.ok(*NOTE)
    assert agreed.git("log", "-1", "--format=%s").startswith("checkin kari-nordmann")


def test_51_without_git_a_change_is_refused_with_advice_or_only_saved(agreed: Goals) -> None:
    subprocess.run(["rm", "-r", str(agreed.root / ".git")], check=True)
    refuse(agreed, *NOTE, match="not a git repository; run git init, or add --no-commit")
    assert "(not committed)" in agreed.ok("--no-commit", *NOTE)
