"""A change is checked, saved and committed as one step, or not made at all, and says what became of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from goaltalk.call import Call
from goaltalk.domain.address import Address
from goaltalk.errors import BadData, GitProblem, SaveProblem, UsageProblem
from goaltalk.store.splice import Edit
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft, Entry, fill_in, make_form, open_draft
from goaltalk.writing.finish import Outcome, finish

EXAMPLE = Path(__file__).parents[2] / "examples/en"
PATH = "people/kari-nordmann/2026-H2/talk.employee.yaml"
TALK = Address("talk", "kari-nordmann", "2026-H2", "employee")
REVIEW = Address("review", "kari-nordmann", "2026-H2", "employee")
NEW = "people/kari-nordmann/2026-H2/review.employee.yaml"
Write = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _kari_is_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Kari Nordmann")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "kari@fjordkode.example")


def git(root: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=root, check=True, capture_output=True)
    return done.stdout.decode()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The example in a git repository of its own."""
    folder = tmp_path / "goals"
    shutil.copytree(EXAMPLE, folder)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "start")
    return folder


def workspace(root: Path, *, commit: bool = True) -> Workspace:
    """Open the repository anew, as each run of the command does."""
    return Workspace(
        Call(now=datetime(2026, 11, 10, 9, tzinfo=UTC), repo=root, today=date(2026, 11, 10), commit=commit)
    )


def draft_of(
    here: Workspace, address: Address = TALK, assignments: tuple[str, ...] = (), source: str | None = None
) -> Draft:
    """Open a draft and fill in what the command line says."""
    period = here.company.period_named(address.period)
    facts: dict[str, Any] = {
        "period": period,
        "side": address.side,
        "goals": [],
        "agreement": None,
        "feedback": [],
    }
    opened = open_draft(here, address, lambda: make_form(here, address, "kari-nordmann", **facts))
    return fill_in(opened, Entry(assignments=assignments, source=source))


def write(
    root: Path, *assignments: str, address: Address = TALK, dry_run: bool = False, commit: bool = True
) -> Outcome:
    here = workspace(root, commit=commit)
    return finish(here, [draft_of(here, address, assignments=assignments)], "talk kari", dry_run=dry_run)


def commits(root: Path) -> int:
    return int(git(root, "rev-list", "--count", "HEAD"))


def test_a_change_is_saved_and_committed_and_told_in_one_line(root: Path) -> None:
    outcome = write(root, "summary=Short")
    head = git(root, "rev-parse", "--short=10", "HEAD").strip()
    assert outcome == Outcome(f"saved {PATH} (commit {head} on main)", saved=True)
    assert commits(root) == 2
    assert git(root, "log", "-1", "--format=%an %ae %s") == "Kari Nordmann kari@fjordkode.example talk kari\n"
    assert git(root, "show", "--format=", "--name-only") == f"{PATH}\n"
    assert git(root, "status", "--porcelain") == ""


def test_the_second_identical_run_changes_nothing(root: Path) -> None:
    write(root, "summary=Short")
    before = (root / PATH).read_bytes()
    assert write(root, "summary=Short") == Outcome(f"nothing to change: {PATH}", saved=False)
    assert commits(root) == 2
    assert (root / PATH).read_bytes() == before


def test_a_dry_run_shows_the_difference_and_saves_nothing(root: Path) -> None:
    before = (root / PATH).read_bytes()
    outcome = write(root, "minutes=45", dry_run=True)
    assert not outcome.saved
    assert outcome.line.split("\n")[:2] == [f"--- a/{PATH}", f"+++ b/{PATH}"]
    assert [line for line in outcome.line.split("\n")[3:] if line[0] in "+-"] == [
        "-minutes: 90",
        "+minutes: 45",
    ]
    assert (root / PATH).read_bytes() == before
    assert commits(root) == 1


def test_a_dry_run_of_a_new_file_shows_all_of_it(root: Path) -> None:
    outcome = write(root, "role=Clear", address=REVIEW, dry_run=True)
    assert outcome.line.startswith(f"--- /dev/null\n+++ b/{NEW}\n")
    assert "+role: Clear" in outcome.line
    assert not (root / NEW).exists()


def test_a_dry_run_without_changes_says_so(root: Path) -> None:
    assert write(root, "minutes=90", dry_run=True).line == f"nothing to change: {PATH}"


def test_an_error_in_the_result_saves_nothing(root: Path) -> None:
    before = (root / PATH).read_bytes()
    with pytest.raises(BadData) as refused:
        write(root, "minutes=0", "held=2026-02-30")
    assert sorted(line.split(" ", 1)[1] for line in refused.value.lines) == [
        "held must be a date, YYYY-MM-DD, and one that exists; 2026-02-30 is not",
        "minutes must be at least 1",
    ]
    assert all(line.startswith(f"{PATH}:") for line in refused.value.lines)
    assert (root / PATH).read_bytes() == before
    assert commits(root) == 1
    assert git(root, "status", "--porcelain") == ""


def test_an_error_in_a_new_file_leaves_no_folder_behind(root: Path) -> None:
    address = Address("talk", "kari-nordmann", "2027-H1", "employee")
    with pytest.raises(BadData):
        write(root, "minutes=0", address=address)
    assert not (root / "people/kari-nordmann/2027-H1").exists()


def test_a_reference_to_nobody_saves_nothing(root: Path) -> None:
    agreement = Address("agreement", "kari-nordmann", "2026-H2")
    with pytest.raises(BadData, match="nobody-here"):
        write(root, "actions+={what: Ask, who: nobody-here}", address=agreement)
    assert git(root, "status", "--porcelain") == ""


def test_an_error_elsewhere_does_not_stop_a_change(root: Path) -> None:
    (root / "people/kari-nordmann/2026-H2/prep.employee.yaml").write_text("schema: preparation/1\nx: 1\n")
    assert write(root, "summary=Short").saved


def test_two_files_are_one_commit(root: Path) -> None:
    here = workspace(root)
    drafts = [draft_of(here, assignments=("summary=A",)), draft_of(here, REVIEW, assignments=("role=B",))]
    assert finish(here, drafts, "both").saved
    assert git(root, "show", "--format=", "--name-only").split() == [NEW, PATH]
    assert commits(root) == 2


def test_without_commit_the_file_is_saved_and_the_next_run_commits_it(root: Path) -> None:
    assert write(root, "summary=Short", commit=False).line == f"saved {PATH} (not committed)"
    assert commits(root) == 1
    outcome = write(root, "summary=Short")
    assert outcome.saved
    assert outcome.line.startswith(f"saved {PATH} (commit ")
    assert commits(root) == 2


def test_a_commit_that_fails_says_so_and_the_next_run_commits(root: Path) -> None:
    hook = root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(GitProblem) as refused:
        write(root, "role=Clear", address=REVIEW)
    assert f"{NEW}: saved but not committed" in str(refused.value)
    assert str(refused.value).count("saved but not committed") == 1
    assert "not today" in str(refused.value)
    assert "role: Clear" in (root / NEW).read_text()
    assert git(root, "status", "--porcelain") == f"?? {NEW}\n"
    hook.unlink()
    assert write(root, "role=Clear", address=REVIEW).line.startswith(f"saved {NEW} (commit ")
    assert git(root, "status", "--porcelain") == ""


def test_what_the_user_has_staged_stays_out(root: Path) -> None:
    (root / "mine.txt").write_text("mine")
    git(root, "add", "mine.txt")
    write(root, "summary=Short")
    assert git(root, "show", "--format=", "--name-only") == f"{PATH}\n"
    assert git(root, "status", "--porcelain") == "A  mine.txt\n"


def test_a_file_that_changed_meanwhile_is_not_overwritten(root: Path) -> None:
    here = workspace(root)
    draft = draft_of(here, assignments=("summary=Short",))
    (root / PATH).write_text((root / PATH).read_text() + "place: Here\n")
    with pytest.raises(SaveProblem, match="was changed by somebody else"):
        finish(here, [draft], "x")
    assert "place: Here" in (root / PATH).read_text()
    assert commits(root) == 1


def test_a_hook_that_rewrites_the_file_is_told_about(root: Path) -> None:
    hook = root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\necho '# seen' >> {PATH}\ngit add {PATH}\n")
    hook.chmod(0o755)
    assert write(root, "summary=Short").line.endswith(f"; a hook rewrote {PATH}")


def test_a_detached_head_is_told_about(root: Path) -> None:
    git(root, "checkout", "-q", "--detach")
    assert "on no branch: HEAD is detached" in write(root, "summary=Short").line


def test_what_is_not_pushed_is_counted(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "far.git")
    git(root, "remote", "add", "origin", str(tmp_path / "far.git"))
    git(root, "push", "-q", "-u", "origin", "main")
    assert write(root, "summary=A").line.endswith(" on main, not pushed)")
    assert write(root, "summary=B").line.endswith(" on main, not pushed (2 ahead))")


def test_a_whole_new_record_keeps_its_comments(root: Path, tmp_path: Path) -> None:
    given = tmp_path / "given.yaml"
    given.write_text("# what I think\nrole: Clear   # really\n\ntasks: |\n  Two\n  lines\n")
    draft = draft_of(workspace(root), REVIEW, source=str(given))
    comment, schema, *rest = draft.text.split("\n")
    assert comment.startswith("# yaml-language-server: $schema=")
    assert schema == "schema: review/1"
    assert "\n".join(rest) == given.read_text()
    assert finish(workspace(root), [draft], "x").saved


@pytest.mark.parametrize(
    "text",
    [
        '{"role": "Clear"}',
        '{"schema": "review/1", "role": "Clear"}',
        "schema: review/1\nrole: Clear\n",
        "# yaml-language-server: $schema=../../../.goaltalk/schemas/review.json\nrole: Clear\n",
        "---\nrole: Clear\n",
        "role: Clear\r\n",
    ],
)
def test_a_new_record_may_be_given_in_any_form(root: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "given.yaml").write_bytes(text.encode())
    here = workspace(root)
    draft = draft_of(here, REVIEW, source=str(tmp_path / "given.yaml"))
    assert draft.text.count("yaml-language-server") == 1
    assert finish(here, [draft], "x").saved
    found = {at.role: at for at in [workspace(root).conversations("kari-nordmann")[-1].review.employee] if at}
    assert list(found) == ["Clear"]


def test_a_whole_record_over_an_old_one_keeps_the_comments_that_are_there(root: Path, tmp_path: Path) -> None:
    old = "# mine\nschema: talk/1\nminutes: 90 # long\n# why\nplace: Here\nnotes: Old\n"
    (root / PATH).write_text(old)
    (tmp_path / "given.yaml").write_text("# not kept\nminutes: 45\nplace: Here\nsummary: New\n")
    draft = draft_of(workspace(root), source=str(tmp_path / "given.yaml"))
    assert draft.text == "# mine\nschema: talk/1\nminutes: 45 # long\n# why\nplace: Here\nsummary: New\n"


def test_a_whole_record_leaves_what_the_tool_looks_after(root: Path, tmp_path: Path) -> None:
    (tmp_path / "given.yaml").write_text("role: Another\n")
    address = Address("agreement", "kari-nordmann", "2026-H2")
    draft = draft_of(workspace(root), address, source=str(tmp_path / "given.yaml"))
    assert draft.model == {"schema": "agreement/1", "proposed": "2026-08-21", "role": "Another"}


def test_keys_come_after_the_whole_record(root: Path, tmp_path: Path) -> None:
    (tmp_path / "given.yaml").write_text("role: A\n")
    draft = draft_of(workspace(root), REVIEW, source=str(tmp_path / "given.yaml"), assignments=("role=B",))
    assert isinstance(draft.model, dict)
    assert draft.model["role"] == "B"


def test_the_whole_record_may_come_from_standard_input(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO("role: Å være\n".encode())))
    assert "role: Å være\n" in draft_of(workspace(root), REVIEW, source="-").text


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (None, UsageProblem, r"--from .*: No such file"),
        (b"- a\n", UsageProblem, "holds no keys"),
        (b"", UsageProblem, "holds no keys"),
        (b"role: \xff\n", BadData, r":1:7: the file is not UTF-8"),
        (b"a: 1\na: 2\n", BadData, r":2:1: the key 'a' stands here again"),
    ],
)
def test_what_cannot_be_taken_is_refused(
    root: Path, tmp_path: Path, content: bytes | None, error: type[Exception], message: str
) -> None:
    if content is not None:
        (tmp_path / "given.yaml").write_bytes(content)
    with pytest.raises(error, match=message):
        draft_of(workspace(root), REVIEW, source=str(tmp_path / "given.yaml"))


def test_a_broken_file_is_not_opened(root: Path) -> None:
    (root / PATH).write_text("schema: talk/1\nnotes: a\n\tb: c\n")
    with pytest.raises(BadData, match=rf"{PATH}:3:1: "):
        draft_of(workspace(root))


def test_an_edit_that_cannot_be_made_safely_shows_the_patch(root: Path) -> None:
    (root / PATH).write_text("schema: talk/1\nnotes: a")
    with pytest.raises(SaveProblem) as refused:
        draft_of(workspace(root)).edited([Edit("set", ("notes",), "half \ud800")])
    assert refused.value.lines[0].startswith(f"{PATH}: ")
