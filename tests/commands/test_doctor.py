"""`doctor` says what is wrong with a set-up, mends what is safe, and never touches a record."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import PROJECT, Goals, Result, git

TALK = "people/kari-nordmann/2026-H2/talk.employee.yaml"


@pytest.fixture(autouse=True)
def on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be somebody who can start goaltalk by its name."""
    (tmp_path / "programs").mkdir()
    program = tmp_path / "programs" / "goaltalk"
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{PROJECT / "cli"}" exec "{sys.executable}" -m goaltalk "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def sound(goals: Goals) -> Goals:
    """A set-up with nothing wrong."""
    goals.git("config", "diff.goaltalk.textconv", "goaltalk textconv")
    return goals


def rules(
    goals: Goals, *args: str, who: str | None = None, today: str | None = None
) -> dict[str, dict[str, object]]:
    """What doctor finds, by rule."""
    result = goals.run("doctor", "--format", "json", *args, who=who, today=today)
    told = json.loads(result.out)
    assert told["schema"] == "goaltalk/doctor/1"
    found = {one["rule"]: one for one in told["troubles"]}
    serious = any(one["severity"] != "hint" and one["mended"] is None for one in found.values())
    assert result.code == serious, result.err
    assert all(one["message"] and one["advice"] for one in found.values())
    return found


def make_old(place: Path) -> None:
    os.utime(place, (time.time() - 7200,) * 2)


def test_nothing_is_wrong(sound: Goals) -> None:
    assert sound.ok("doctor") == "nothing is wrong with this set-up\n"


def test_each_trouble_is_a_line_and_its_advice(goals: Goals) -> None:
    result = goals.run("doctor")
    assert result.code == 1
    assert result.out == (
        "warning diff-driver: git diff shows the bare YAML here: "
        "its driver for records is not set up in this clone\n"
        "    goaltalk doctor --fix, or git config diff.goaltalk.textconv 'goaltalk textconv'\n"
    )


def test_the_diff_driver_is_set_up_in_this_clone_only(goals: Goals) -> None:
    out = goals.ok("doctor", "--fix")
    assert "    mended: set diff.goaltalk.textconv in this clone\n" in out
    assert goals.git("config", "--local", "diff.goaltalk.textconv") == "goaltalk textconv\n"
    assert rules(goals) == {}


def without_goaltalk(goals: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be somebody who started goaltalk by its whole path."""
    programs = goals.root.parent / "few"
    programs.mkdir()
    for name in ("git", "sh", "cat", "sed"):
        found = shutil.which(name)
        assert found is not None
        (programs / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(programs))


def test_a_driver_whose_program_is_gone_is_told_for_git_diff_fails(
    sound: Goals, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_goaltalk(sound, monkeypatch)
    sound.write("units/platform/unit.yaml", sound.text("units/platform/unit.yaml") + "# x\n")
    failed = subprocess.run(["git", "diff"], cwd=sound.root, capture_output=True, check=False)
    assert failed.returncode == 128
    found = rules(sound)["diff-command"]
    assert found["severity"] == "error"
    assert "starts goaltalk, which is not there" in str(found["message"])
    assert "mended" not in sound.run("doctor", "--fix").out


def test_a_driver_that_git_would_not_find_is_not_set_up(
    goals: Goals, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_goaltalk(goals, monkeypatch)
    result = goals.run("doctor", "--fix")
    assert result.code == 1
    assert "error: diff.goaltalk.textconv is not set: git would not find goaltalk" in result.err
    assert goals.git("config", "--local", "--list").find("textconv") == -1


@pytest.mark.parametrize(
    ("command", "there"),
    [
        ("goaltalk textconv", True),
        ("PYTHONPATH=x A= goaltalk textconv", True),
        ("'goaltalk' textconv", True),
        ("/nowhere/goaltalk textconv", False),
        ('"/no where/goaltalk" textconv', False),
        ("A=1 gone", False),
        ("tools/words", True),
        ("tools/none", False),
        ("f() { goaltalk textconv $1; }; f", True),
        ("$HOME/bin/gone textconv", True),
        ("'half", True),
        ("", True),
    ],
)
def test_which_driver_is_not_there(sound: Goals, command: str, there: bool) -> None:
    sound.write("tools/words", "#!/bin/sh\n").chmod(0o755)
    sound.git("config", "diff.goaltalk.textconv", command)
    assert ("diff-command" not in rules(sound)) == there


@pytest.mark.parametrize("driver", ["goaltalk textconv", "gone", "false"])
def test_a_driver_makes_no_difference_to_what_goaltalk_says(agreed: Goals, driver: str) -> None:
    commands = [("check",), ("check", "--verify"), ("diff", "kari"), ("status", "--at", "2026-12-01")]
    agreed.ok("agree", "kari", "--amend", "Roles", "--set", "role=Clear")
    commands.append(("agree", "kari", "--show", "--changes"))
    before = [agreed.run(*one) for one in commands]
    agreed.git("config", "diff.goaltalk.textconv", driver)
    assert [agreed.run(*one) for one in commands] == before


def test_outside_of_a_goals_repository_it_looks_at_the_machine(goals: Goals, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = goals.invoke("-C", str(tmp_path / "empty"), "doctor")
    assert result.code == 0
    assert result.out == (
        "git is fine, and so is your identity\n"
        "not in a goals repository, so only git, identity and private notes were looked at\n"
    )


def fake_git(folder: Path, version: str) -> Path:
    """A git that says it is another one, and else is the real one."""
    folder.mkdir()
    program = folder / "git"
    program.write_text(
        f'#!/bin/sh\nfor word; do [ "$word" = version ] && echo "{version}" && exit 0; done\n'
        'PATH="${PATH#*:}" exec git "$@"\n'
    )
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("git version 2.20.1", {"git-old"}),
        ("git version 2.29.9.windows.1", {"git-old"}),
        ("git version 2.30.0", set()),
        ("git version 2.39.5 (Apple Git-154)", set()),
        ("git version 10.0.1", set()),
        ("something else", {"git-old"}),
    ],
)
def test_an_old_git_is_named(
    sound: Goals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, found: set[str]
) -> None:
    folder = fake_git(tmp_path / "bin", said)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert set(rules(sound)) == found


def test_without_git_all_the_rest_is_still_looked_at(
    sound: Goals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (sound.root / ".goaltalk/schemas/person.json").write_text("{}")
    assert set(rules(sound)) == {"git-missing", "schemas"}


def test_no_identity(sound: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        for what in ("NAME", "EMAIL"):
            monkeypatch.delenv(f"GIT_{role}_{what}")
    command = [sys.executable, "-m", "goaltalk", "doctor"]
    done = subprocess.run(command, cwd=sound.root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (
        "error no-identity: git does not know who you are\n    git config --global user.name" in done.stdout
    )


def test_an_address_of_nobody_and_one_of_two(sound: Goals) -> None:
    assert set(rules(sound, who="nobody")) == {"unknown-address"}
    person = sound.root / "people/kari-nordmann/person.yaml"
    person.write_text(person.read_text() + "other_emails: [per@fjord.example]\n")
    shared = rules(sound)["shared-address"]
    assert "kari-nordmann and per-lie" in str(shared["message"])


def test_locks_left_by_a_killed_git_are_named_and_left(sound: Goals) -> None:
    young, old = sound.root / ".git/HEAD.lock", sound.root / ".git/index.lock"
    ref = sound.root / ".git/refs/heads/main.lock"
    for place in (young, old, ref):
        place.touch()
    for place in (old, ref):
        make_old(place)
    found = rules(sound, "--fix")["git-lock"]
    assert found["paths"] == [str(old), str(ref)]
    assert found["mended"] is None
    assert old.exists()


def test_the_lock_of_a_goaltalk_at_work_is_told_and_a_free_one_is_not(sound: Goals) -> None:
    lock = sound.root / ".git/goaltalk.lock"
    assert lock.exists()
    with lock.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert set(rules(sound, "--fix")) == {"lock"}
    assert rules(sound) == {}


def test_a_lock_nobody_may_take_is_removed_when_nobody_holds_it(sound: Goals) -> None:
    lock = sound.root / ".git/goaltalk.lock"
    lock.chmod(0o444)
    assert rules(sound)["stale-lock"]["mended"] is None
    assert rules(sound, "--fix")["stale-lock"]["mended"] == f"deleted {lock}"
    assert rules(sound) == {}


def test_what_a_killed_goaltalk_left_is_cleaned_up(sound: Goals) -> None:
    draft = sound.root / "people/kari-nordmann/.goaltalk-00.tmp"
    draft.touch()
    assert rules(sound) == {}
    make_old(draft)
    assert rules(sound)["leftovers"]["paths"] == ["people/kari-nordmann/.goaltalk-00.tmp"]
    sound.ok("doctor", "--fix")
    assert not draft.exists()


def test_clones_that_cannot_look_back(sound: Goals, tmp_path: Path) -> None:
    source = f"file://{sound.root}"
    git(sound.root, "config", "uploadpack.allowFilter", "true")
    for name, option, rule in (("a", "--depth=1", "shallow"), ("b", "--filter=blob:none", "partial")):
        git(tmp_path, "clone", "-q", option, source, name)
        assert set(rules(Goals(tmp_path / name, sound.invoke))) == {rule, "diff-driver"}


def test_line_endings_against_the_attributes(sound: Goals) -> None:
    person, path = sound.root / "people/kari-nordmann/person.yaml", "people/kari-nordmann/person.yaml"
    person.write_bytes(person.read_bytes().replace(b"\n", b"\r\n"))
    assert rules(sound)["line-endings"]["paths"] == [path]
    # Past the attributes, as somebody without them would.
    blob = sound.git("hash-object", "-w", "--no-filters", path).strip()
    sound.git("update-index", "--cacheinfo", f"100644,{blob},{path}")
    sound.git("commit", "-qm", "crlf")
    found = rules(sound)["line-endings"]
    assert "committed with CRLF" in str(found["message"])
    before = person.read_bytes()
    sound.run("doctor", "--fix")
    assert person.read_bytes() == before


def test_names_that_differ_in_case_only(sound: Goals) -> None:
    sound.write("people/Kari-Nordmann/person.yaml", "schema: person/1\n")
    found = rules(sound)["same-name"]
    assert found["paths"] == ["people/Kari-Nordmann", "people/kari-nordmann"]


def test_names_that_differ_in_the_way_accents_are_written(sound: Goals) -> None:
    for name in ("\u00e5se", "a\u030ase"):
        sound.write(f"units/{name}/unit.yaml", "schema: unit/1\n")
    assert "same-name" in rules(sound)


def test_the_other_name_may_be_in_the_index_only(sound: Goals) -> None:
    blob = sound.git("rev-parse", "HEAD:people/kari-nordmann/person.yaml").strip()
    sound.git("update-index", "--add", "--cacheinfo", f"100644,{blob},people/KARI-nordmann/person.yaml")
    assert "same-name" in rules(sound)


def test_a_repository_of_another_user(sound: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    found = rules(sound, "--fix")["git-refuses"]
    assert "safe.directory" in str(found["advice"])
    assert "safe" not in sound.git("config", "--file", ".git/config", "--list")


def test_a_reminder_that_may_have_stopped_is_a_hint(sound: Goals, invoke: object) -> None:
    sound.ok("init", str(sound.root), "--organisation", "Fjord", "--ci", "github")
    assert rules(sound, today="2026-07-01") == {}
    assert rules(sound, today="2999-01-01")["schedule"]["severity"] == "hint"


def test_outdated_schemas_are_written_anew_and_committed(sound: Goals) -> None:
    place = sound.root / ".goaltalk/schemas/person.json"
    right = place.read_bytes()
    place.write_text("{}\n")
    (sound.root / ".goaltalk/schemas/unit.json").unlink()
    assert set(rules(sound)) == {"schemas"}
    assert "commit" in str(rules(sound, "--fix")["schemas"]["mended"])
    assert place.read_bytes() == right
    assert rules(sound) == {}
    assert sound.git("status", "--porcelain") == ""


def test_schemas_of_a_newer_goaltalk_are_left_alone(sound: Goals) -> None:
    place = sound.root / ".goaltalk/schemas/person.json"
    place.write_text(place.read_text().replace("person/1", "person/2"))
    assert rules(sound) == {}


def test_private_notes_that_others_may_open_are_closed(sound: Goals) -> None:
    folder = Path(os.environ["GOALTALK_PRIVATE"])
    (folder / "a").mkdir(parents=True)
    (folder / "a/prep.leader.yaml").touch(0o644)
    folder.chmod(0o755)
    assert rules(sound)["private-mode"]["severity"] == "error"
    sound.ok("doctor", "--fix")
    assert [one.stat().st_mode & 0o777 for one in (folder, folder / "a", folder / "a/prep.leader.yaml")] == [
        0o700,
        0o700,
        0o600,
    ]


def test_private_notes_never_lie_in_the_repository(sound: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOALTALK_PRIVATE", str(sound.root / "private"))
    assert set(rules(sound)) == {"private-place"}


def test_signatures_required_without_a_key(sound: Goals) -> None:
    settings = sound.root / "goaltalk.yaml"
    settings.write_text(settings.read_text() + "signatures: required\n")
    advice = str(rules(sound)["signatures"]["advice"])
    assert all(
        word in advice for word in ("allowed_signers", "commit.gpgsign", "user.signingkey", "gpg.format")
    )


def test_records_that_git_does_not_have(sound: Goals) -> None:
    sound.write(TALK, "schema: talk/1\n")
    assert rules(sound)["untracked"]["paths"] == [TALK]
    (sound.root / ".git/info").mkdir(exist_ok=True)
    (sound.root / ".git/info/exclude").write_text("talk.*\n")
    assert rules(sound)["ignored"]["paths"] == [TALK]


def test_broken_settings_do_not_hide_the_rest(goals: Goals) -> None:
    (goals.root / "goaltalk.yaml").write_text("schema: settings/1\n\tx: y\n")
    assert {"settings", "diff-driver"} <= set(rules(goals, "--fix"))


def test_a_merge_in_progress(sound: Goals) -> None:
    (sound.root / ".git/MERGE_HEAD").write_text("")
    assert set(rules(sound)) == {"operation"}


def test_without_git_around_it_says_so(sound: Goals) -> None:
    subprocess.run(["rm", "-r", str(sound.root / ".git")], check=True)
    assert set(rules(sound)) == {"no-git"}


def test_missing_attributes(sound: Goals) -> None:
    (sound.root / ".gitattributes").write_text("")
    assert "attributes" in rules(sound)


@pytest.mark.parametrize(
    ("folder", "line", "rule"),
    [
        ("people", "*.yaml -text", "attributes"),
        ("people", "*.yaml eol=crlf", "attributes"),
        ("people/kari-nordmann", "*.yaml diff=other", "attributes"),
        ("units", "* -diff", "attributes"),
        ("units/platform", "unit.yaml merge=union", "merge-union"),
        ("people", "person.yaml text eol=lf", None),
        ("people", "*.yaml filter=git-crypt diff=git-crypt", None),
        ("elsewhere", "*.yaml -text merge=union", None),
    ],
)
def test_attributes_of_a_folder_win_over_those_at_the_top(
    sound: Goals, folder: str, line: str, rule: str | None
) -> None:
    if "filter=" in line:
        sound.git("config", "filter.git-crypt.clean", "cat")
    sound.write(f"{folder}/.gitattributes", f"{line}\n")
    sound.git("add", "-A")
    sound.git("commit", "-qm", "attributes")
    assert set(rules(sound)) == ({rule} if rule else set())


def test_a_repository_that_was_adopted_keeps_its_attributes_and_nothing_is_missing(
    tmp_path: Path, invoke: Callable[..., Result]
) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "theirs")
    theirs = Goals(tmp_path / "theirs", invoke)
    theirs.write(".gitattributes", "*.png binary\n")
    theirs.git("add", "-A")
    theirs.git("commit", "-qm", "theirs")
    theirs.ok("init", str(theirs.root), "--organisation", "Fjord")
    theirs.ok("unit", "add", "platform", "--name", "Platform", "--leader", "per-lie")
    theirs.ok("person", "add", "Per Lie", "--email", "per@fjord.example")
    theirs.git("config", "diff.goaltalk.textconv", "goaltalk textconv")
    assert rules(theirs) == {}
    assert theirs.text(".gitattributes") == "*.png binary\n"


def test_no_record_is_ever_touched(sound: Goals) -> None:
    sound.write("people/Kari-Nordmann/person.yaml", "schema: person/1\r\n")
    sound.write(TALK, "schema: talk/1\nminutes: nine\n")
    before = {path: path.read_bytes() for path in sorted((sound.root / "people").rglob("*.yaml"))}
    (sound.root / ".goaltalk/schemas/person.json").write_text("{}")
    sound.run("doctor", "--fix")
    assert {path: path.read_bytes() for path in sorted((sound.root / "people").rglob("*.yaml"))} == before
