"""`--at` shows what was true then, with the same code, and changes nothing."""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from conftest import Goals, Result, git
from goaltalk.store.load import MANY

Compare = Callable[[str, str], None]
PERSON = "people/kari-nordmann"


@pytest.fixture
def demo(tmp_path: Path, invoke: Callable[..., Result]) -> Goals:
    """The demo, with its whole history, on the story's day."""
    made = Goals(tmp_path / "demo", invoke, today="2026-11-10")
    assert invoke("demo", str(made.root), "--today", made.today).code == 0
    return made


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the clock of git."""

    def be(at: str) -> None:
        for role in ("AUTHOR", "COMMITTER"):
            monkeypatch.setenv(f"GIT_{role}_DATE", at if "T" in at else f"{at}T12:00:00+0000")

    return be


def at(goals: Goals, *args: str, who: str = "per-lie") -> Result:
    """Run without a date of our own: `--at` brings one."""
    done = goals.invoke("-C", str(goals.root), *args, who=who)
    assert "Traceback" not in done.err
    return done


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A committed repository of more people than one process reads by itself."""
    root = tmp_path_factory.mktemp("crowd")
    files = {
        "goaltalk.yaml": "schema: settings/1\norganisation: Fjord\nid: fjord-12345\n",
        "units/all/unit.yaml": "schema: unit/1\nname: All\nleader: p0\n",
    }
    for number in range(MANY + 10):
        email = f"p{number}@fjord.example"
        files[f"people/p{number}/person.yaml"] = (
            f"schema: person/1\nname: P {number}\nemail: {email}\nunit: all\n"
        )
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "-c", "user.name=P", "-c", "user.email=p0@fjord.example", "commit", "--quiet", "-m", "all")
    return root


@pytest.mark.parametrize(
    "command",
    [
        ("overdue",),
        ("status",),
        ("overdue", "--led-by", "p0"),
        ("status", "p7"),
    ],
    ids=" ".join,
)
def test_of_thousands_the_past_is_read_like_the_present(crowd: Path, command: tuple[str, ...]) -> None:
    """One git process answers for a revision; it must not be asked by several processes of ours at a time."""

    def run(*more: str) -> dict[str, object]:
        arguments = ["--format", "json", "--today", "2026-11-28", *more]
        done = subprocess.run(
            [sys.executable, "-m", "goaltalk", *command, *arguments],
            cwd=crowd,
            capture_output=True,
            timeout=300,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        found: dict[str, object] = json.loads(done.stdout)
        return found

    assert run("--at", "HEAD") | {"commit": None} == run() | {"commit": None}


READING = [
    ("status",),
    ("status", "--format", "json"),
    ("status", "kari"),
    ("status", "--unit", "platform"),
    ("status", "--wishes"),
    ("diff", "kari"),
    ("diff", "kari", "--format", "json"),
    ("agenda", "kari"),
    ("agenda", "kari", "--kind", "talk"),
    ("agree", "kari", "--show"),
    ("overdue",),
    ("overdue", "--format", "json"),
    ("status", "--led-by", "per-lie"),
]


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_the_last_commit_reads_as_the_files_do(demo: Goals, command: tuple[str, ...]) -> None:
    now, then = demo.run(*command), demo.run(*command, "--at", "HEAD")
    commit = demo.git("rev-parse", "HEAD").strip()
    assert then.out.replace(f'"commit": "{commit}"', '"commit": null') == now.out
    assert then.code == now.code
    assert then.err == f"as of 2026-11-10 (commit {commit[:10]} of 2026-11-05)\n{now.err}"


@pytest.mark.parametrize("day", ["2026-03-31", "2026-09-01", "2026-11-10"])
def test_the_demo_gives_what_was_true_then(demo: Goals, golden: Compare, day: str) -> None:
    shown = at(demo, "status", "--at", day)
    assert shown.code == 0
    assert shown.err.startswith(f"as of {day} (commit ")
    golden(f"en/status-at-{day}.txt", shown.out)


def test_what_is_not_committed_was_not_true(demo: Goals) -> None:
    before = at(demo, "status", "--at", "2026-11-10").out
    shutil.rmtree(demo.root / "people")
    demo.write("questions/broken.yaml", "[")
    assert at(demo, "status", "--at", "2026-11-10").out == before


def test_a_person_who_has_changed_unit_leader_and_id_since_stands_where_they_stood(
    agreed: Goals, on: Callable[[str], None]
) -> None:
    on("2026-09-20")
    agreed.ok("unit", "add", "search", "--name", "Search", "--leader", "anne-dahl", today="2026-09-20")
    agreed.ok(
        "person", "add", "Anne Dahl", "--email", "anne@fjord.example", "--unit", "search", today="2026-09-20"
    )
    on("2026-10-10")
    agreed.ok("person", "move", "kari", "--unit", "search", "--from", "2026-10-01", today="2026-10-10")
    on("2026-10-20")
    agreed.git("mv", PERSON, "people/kari-dahl")
    agreed.git("commit", "-qm", "a new name")
    shown = {
        day: json.loads(at(agreed, "status", name, "--format", "json", "--at", day).out)["people"][0]
        for day, name in (
            ("2026-09-30", "kari-nordmann"),
            ("2026-10-15", "kari"),
            ("2026-10-20", "kari-dahl"),
        )
    }
    assert [(one["person"], one["unit"], one["leader"]) for one in shown.values()] == [
        ("kari-nordmann", "platform", "per-lie"),
        ("kari-nordmann", "search", "anne-dahl"),
        ("kari-dahl", "search", "anne-dahl"),
    ]
    assert "kari-nordmann" in at(agreed, "status", "--led-by", "per-lie", "--at", "2026-09-30").out
    gone = at(agreed, "status", "kari-nordmann", "--at", "2026-10-25")
    assert (gone.code, "nobody here is called" in gone.err) == (2, True)


def test_today_is_the_date_unless_another_is_given(agreed: Goals, on: Callable[[str], None]) -> None:
    on("2026-09-01T23:30:00+0000")  # the second of September in Oslo
    agreed.git("commit", "-q", "--allow-empty", "-m", "at night")

    def today(*args: str) -> str:
        shown: str = json.loads(at(agreed, "status", "--format", "json", *args).out)["today"]
        return shown

    assert today("--at", "HEAD") == "2026-09-02"
    assert today("--at", "2027-01-31") == "2027-01-31"
    assert today("--at", "HEAD", "--today", "2026-10-01") == "2026-10-01"
    assert at(agreed, "status", "--at", "2026-09-02").err == at(agreed, "status", "--at", "HEAD").err


def test_the_zone_is_the_present_one(agreed: Goals, on: Callable[[str], None]) -> None:
    on("2026-09-01T23:30:00+0000")
    agreed.git("commit", "-q", "--allow-empty", "-m", "at night")
    text = agreed.text("goaltalk.yaml")
    agreed.write("goaltalk.yaml", text.replace("Europe/Oslo", "America/New_York"))
    assert "as of 2026-09-01 (" in at(agreed, "status", "--at", "HEAD").err


def test_files_that_were_broken_then_are_told(agreed: Goals, on: Callable[[str], None]) -> None:
    agreed.write(f"{PERSON}/2026-H2/agreement.yaml", "schema: agreement/1\nsecret: 1\n")
    on("2026-10-01")
    agreed.git("commit", "-qam", "broken")
    agreed.git("revert", "--no-edit", "HEAD")
    assert at(agreed, "status").code == 0
    done = at(agreed, "status", "--at", "HEAD~1")
    assert (done.code, f"error: {PERSON}/2026-H2/agreement.yaml:2:1: " in done.err) == (3, True)
    assert "per-lie" in done.out


def test_a_place_in_a_file_is_the_one_of_then(demo: Goals) -> None:
    places = [
        [(one["path"], one["line"]) for one in json.loads(done.out)["findings"]]
        for done in (
            demo.run("overdue", "--format", "json"),
            demo.run("overdue", "--format", "json", "--at", "HEAD"),
        )
    ]
    assert places[0] == places[1] != []


def test_questions_are_those_of_then_and_templates_those_of_now(agreed: Goals) -> None:
    agreed.write(
        "questions/own.yaml", "schema: questions/1\nquestions:\n  - {id: tea, topic: job, text: Tea?}\n"
    )
    agreed.ok("prep", "kari", "--set", "questions+=tea", who="kari-nordmann")
    agreed.git("add", "questions")
    agreed.git("commit", "-qm", "questions")
    agreed.write("questions/own.yaml", agreed.text("questions/own.yaml").replace("Tea?", "Coffee?"))
    agreed.write("templates/agenda-talk.md.j2", '# Ours\n\n{% include "built-in/agenda-talk.md.j2" %}\n')
    shown = agreed.ok("agenda", "kari", "--kind", "talk", "--at", "HEAD")
    assert "Tea?" in shown
    assert "Coffee?" not in shown
    assert shown.startswith("Ours\n")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("agenda", "kari", "--private"), "--private shows your notes as they are now"),
        (("agree", "kari", "--accept"), "--at goes with --show alone"),
        (("agree", "kari", "--show", "--changes"), "--at goes with --show alone"),
        (("agree", "kari"), "--at goes with --show alone"),
        (("checkin", "kari"), "--at"),
    ],
    ids=" ".join,
)
def test_the_past_is_only_to_be_read(agreed: Goals, command: tuple[str, ...], told: str) -> None:
    before = agreed.git("rev-parse", "HEAD") + agreed.git("status", "--porcelain")
    done = agreed.run(*command, "--at", "HEAD")
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert agreed.git("rev-parse", "HEAD") + agreed.git("status", "--porcelain") == before


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("1999-01-01", 3, "error: nothing was recorded by 1999-01-01; the first commit is of "),
        ("nothing", 2, "error: --at 'nothing': git knows no such commit here; "),
        ("-x", 2, "error: --at '-x': write a date like 2026-09-15"),
        ("2026-02-30", 2, "error: --at '2026-02-30' is not a date"),
    ],
)
def test_what_cannot_be_shown_is_told(agreed: Goals, name: str, code: int, told: str) -> None:
    done = agreed.run("status", f"--at={name}")
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(told)


def test_without_git_there_is_no_past(goals: Goals) -> None:
    shutil.rmtree(goals.root / ".git")
    done = goals.run("status", "--at", "HEAD")
    assert (done.code, done.err) == (
        3,
        "error: not a git repository, so nothing of the past is known; leave out --at\n",
    )


@pytest.mark.parametrize("command", [*READING, ("status", "--led-by", "me")], ids=" ".join)
@pytest.mark.parametrize("when", ["HEAD", "2026-11-10"])
def test_at_most_three_git_processes(
    demo: Goals, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, when: str, command: tuple[str, ...]
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "per.lie@fjordkode.example")
    demo.run(*command, "--at", when)
    started = [line for line in trace.read_text().splitlines() if "built-in: git" in line]
    assert 1 <= len(started) <= 2 + ("me" in command), started


def test_one_persons_command_reads_no_file_of_anothers_periods(demo: Goals) -> None:
    packs = [path.read_bytes() for path in demo.root.glob(".git/objects/pack/*.pack")]
    for path in demo.root.glob(".git/objects/pack/*"):
        path.unlink()
    for pack in packs:
        subprocess.run(["git", "unpack-objects", "-q"], cwd=demo.root, input=pack, check=True)
    before = at(demo, "status", "kari", "--at", "HEAD").out
    for place in ("people/liv-aasland/2026-H2", "people/amina-hussein/2026-H1/agreement.yaml"):
        name = demo.git("rev-parse", f"HEAD:{place}").strip()
        (demo.root / ".git/objects" / name[:2] / name[2:]).unlink()
    assert at(demo, "status", "kari", "--at", "HEAD").out == before
    everybody = at(demo, "status", "--at", "HEAD")
    assert (everybody.code, "does not hold all that was committed" in everybody.err) == (3, True)


@pytest.mark.skipif(sys.platform == "win32", reason="the hostile programs are shell scripts")
def test_nothing_of_the_repositorys_choice_is_run_and_nothing_is_touched(
    agreed: Goals, tmp_path: Path
) -> None:
    mark, script = tmp_path / "ran", tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    script.chmod(0o755)
    agreed.write(".gitattributes", "*.yaml diff=goaltalk filter=evil\n")
    agreed.git("add", ".gitattributes")
    agreed.git("commit", "-qm", "attributes")
    for name in (
        "core.fsmonitor", "diff.goaltalk.textconv", "diff.goaltalk.command", "diff.external",
        "filter.evil.smudge", "filter.evil.clean", "core.sshCommand", "core.pager", "gpg.program",
    ):  # fmt: skip
        agreed.git("config", name, str(script))
    hooks = agreed.root / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        shutil.copy(script, hooks / hook)
    index = (agreed.root / ".git/index").read_bytes()
    files = {path: path.stat().st_mtime_ns for path in agreed.root.rglob("*")}
    for command in (("status",), ("diff", "kari"), ("agenda", "kari"), ("agree", "kari", "--show")):
        for when in ("HEAD", "2999-01-01"):
            assert agreed.run(*command, "--at", when).code == 0
    assert not mark.exists()
    assert (agreed.root / ".git/index").read_bytes() == index
    assert {path: path.stat().st_mtime_ns for path in agreed.root.rglob("*")} == files


def test_a_goals_repository_in_a_folder_of_another_is_read_as_of_then(
    agreed: Goals, tmp_path: Path, on: Callable[[str], None]
) -> None:
    on("2026-09-01")
    top = tmp_path / "top"
    shutil.copytree(agreed.root, top / "hr goals", ignore=shutil.ignore_patterns(".git"))
    outer = Goals(top, agreed.invoke)
    outer.git("init", "-q", "-b", "main")
    outer.git("add", "--all")
    outer.git("commit", "-qm", "all")
    inner = Goals(top / "hr goals", agreed.invoke)
    assert inner.run("status", "--at", "HEAD").out == inner.run("status").out
    assert "in force" in inner.ok("status", "kari", "--at", "2026-09-15")


def test_a_notice_says_which_commit_of_which_day(demo: Goals) -> None:
    commit = demo.git("log", "-1", "--format=%H", "--before=2026-09-29T00:00:00+02:00").strip()
    assert (
        at(demo, "status", "--at", "2026-09-28").err
        == f"as of 2026-09-28 (commit {commit[:10]} of 2026-09-24)\n"
    )


@pytest.mark.parametrize("day", ["2026-03-31", "2026-09-01", "2026-11-10"])
def test_what_was_agreed_late_and_on_the_agenda_then(demo: Goals, golden: Compare, day: str) -> None:
    shown = [
        at(demo, *command, "--at", day)
        for command in (("agenda", "kari"), ("agree", "kari", "--show"), ("overdue",))
    ]
    assert [done.code for done in shown][:2] == [0, 0]
    assert shown[2].code in (0, 1)
    assert all(done.err.startswith(f"as of {day} (commit ") for done in shown)
    golden(f"en/at-{day}.txt", "\n".join(done.out for done in shown))


def test_agenda_agreement_and_lateness_are_those_of_then_after_a_move(
    agreed: Goals, on: Callable[[str], None]
) -> None:
    """What a person's new unit, leader and id change later changes nothing of what is told of then."""
    commands = (("agenda", "kari"), ("agree", "kari", "--show"), ("overdue", "--person", "kari"))
    on("2026-09-20")
    agreed.ok(
        "checkin", "kari", "--goal", "halve-the-lead-time=at_risk", who="kari-nordmann", today="2026-09-20"
    )
    before = [at(agreed, *command, "--at", "2026-09-25").out for command in commands]
    on("2026-10-01")
    agreed.ok("unit", "add", "search", "--name", "Search", "--leader", "anne-dahl", today="2026-10-01")
    agreed.ok(
        "person", "add", "Anne Dahl", "--email", "anne@fjord.example", "--unit", "search", today="2026-10-01"
    )
    agreed.ok("person", "move", "kari", "--unit", "search", "--from", "2026-10-01", today="2026-10-01")
    on("2026-10-20")
    agreed.git("mv", PERSON, "people/kari-dahl")
    agreed.git("commit", "-qm", "a new name")
    assert [at(agreed, *command, "--at", "2026-09-25").out for command in commands] == before
    assert "Per Lie" in before[0]
    for command in (("agenda", "kari"), ("agree", "kari", "--show")):
        shown = at(agreed, *command, "--at", "2026-10-25").out
        assert "Anne Dahl" in shown
        assert "Per Lie" not in shown.splitlines()[3]


@pytest.mark.parametrize("seed", range(3))
def test_folding_to_a_day_is_reading_the_files_of_that_day(
    agreed: Goals, on: Callable[[str], None], seed: int
) -> None:
    """In real commits, over histories made by chance: check-ins are a log, so nothing else can differ."""
    chance = random.Random(seed)
    days = sorted(chance.sample(range(1, 60), 5))
    known: list[str] = []
    for place, days_on in enumerate(days):
        day = str(date(2026, 9, 1) + timedelta(days=days_on))
        status = chance.choice(["on_track", "at_risk", "off_track", "achieved"])
        said = ["--goal", f"halve-the-lead-time={status}:{chance.randrange(101)}"]
        said += ["--done", known.pop()] if known and chance.random() < 0.5 else []
        if chance.random() < 0.7:
            known.append(f"step-{place}")
            said += ["--action", f"step {place};kari-nordmann;{date(2026, 10, 1)}"]
        on(day)
        agreed.ok("checkin", "kari", *said, who="kari-nordmann", today=day)
        known = [f"step-{place}"] if f"step-{place}" in known else known
    for days_on in (*days, 70):
        day = str(date(2026, 9, 1) + timedelta(days=days_on))
        then = json.loads(at(agreed, "status", "kari", "--format", "json", "--at", day).out)["people"][0]
        folded = json.loads(agreed.ok("status", "kari", "--format", "json", today=day))["people"][0]
        assert (then["goals"], then["actions"]) == (folded["goals"], folded["actions"])
    same = json.loads(agreed.ok("diff", "kari", "--since", "HEAD", "--format", "json", today="2026-11-20"))
    assert {goal["change"] for goal in same["goals"]} == {"unchanged"}
    assert all(not goal["movements"] and not goal["moved"] for goal in same["goals"])
