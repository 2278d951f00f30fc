"""What the command line says when it cannot do what was asked: one clear line, and no traceback."""

from pathlib import Path

import pytest

from conftest import PEOPLE, Goals

KARI = "kari-nordmann"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("agenda", "nobody"), 2, "nobody here is called 'nobody'"),
        (("agenda", "r"), 2, "'r' may mean kari-nordmann, per-lie; write more of it"),
        (("agenda", "kari", "--date", "2026-9-1"), 2, "--date '2026-9-1' is not a date"),
        (("agenda", "kari", "--date", "20260901"), 2, "'20260901' is not a date"),
        (("agenda", "kari", "--date", "2024-W09-4"), 2, "'2024-W09-4' is not a date"),
        (("overdue", "--today", "2024-W09-4"), 2, "'2024-W09-4' is not a date"),
        (("overdue", "--rule", "foo"), 2, "there is no rule 'foo'; there is checkin-overdue"),
        (("overdue", "--unit", "foo"), 2, "there is no unit 'foo'; there is platform"),
        (("diff", "kari", "2026-H3"), 2, "'2026-H3' is not a period"),
        (("--period", "soon", "status"), 2, "--period: 'soon' is not a period"),
        (("check", "no-such-file"), 2, "there is no such file"),
        (
            ("checkin", "kari", "--goal", "x=on_track"),
            2,
            "there is no such goal; there is halve-the-lead-time",
        ),
        (
            ("checkin", "kari", "--goal", "halve-the-lead-time=fine"),
            2,
            "a status is one of not_started, on_track",
        ),
        (
            ("checkin", "kari", "--goal", "halve-the-lead-time=on_track:120"),
            2,
            "a whole number from 0 to 100",
        ),
        (("checkin", "kari", "--goal", "halve-the-lead-time"), 2, "write it like lead-time=on_track:60"),
        (("checkin", "kari", "--value", "halve-the-lead-time=few"), 2, "must be a number"),
        (("checkin", "kari", "--note", "x=y"), 2, "there is no such topic; there is status, happened"),
        (("checkin", "kari", "--done", "x"), 2, "there is no such action"),
        (("checkin", "kari", "--action", "x;per;soon"), 2, "'soon' is not a date"),
        (("checkin", "kari", "--set", "foo=1"), 2, "there is no key 'foo' here; there is at, minutes"),
        (("checkin", "kari", "--set", "goals"), 2, "write it like KEY=VALUE"),
        (("checkin", "kari", "--from", "no-such-file"), 2, "--from no-such-file: No such file"),
        (("checkin", "kari", "--set", "held=2026-02-30"), 3, "held must be a date"),
        (("agree", "kari", "--accept", "--yes", "--set", "role=x"), 2, "change it in a command of its own"),
        (("agree", "kari", "--show", "--set", "role=x"), 2, "change it in a command of its own"),
        (("agree", "kari", "--amend", " "), 2, "--amend: say why"),
        (("agree", "kari", "--set", "proposed=2030-01-01"), 2, "goaltalk looks after this key itself"),
        (("agree", "kari", "--accept", "--yes", "--today", "2026-08-17"), 3, "was proposed on 2026-08-18"),
        (
            ("agree", "kari", "--accept", "--yes", "--today", "2999-01-01", "--period", "2026-H2"),
            3,
            "2999-01-01 is ahead",
        ),
        (("--period", "2026-Q4", "status"), 2, "periods here are like 2026-H2"),
        (("checkin", "kari", "--note", "other=a", "--note", "other=b"), 2, "--note other: given twice"),
        (("checkin", "kari", "--held", "--skip", "ill"), 2, "contradict each other"),
        (("checkin", "kari", "--date", "2026-12-20", "--held"), 2, "2026-12-20 is ahead"),
        (("status", "--today", "9999-12-31"), 2, "is the year right?"),
        (("person", "add", "Con", "--email", "c@y.example", "--id", "con"), 2, "'con-2' can be an id"),
        (("unit", "add", "nul", "--leader", "per-lie"), 2, "cannot be an id; 'nul-2' can"),
        (
            ("person", "add", "Per", "--email", "p2@y.example", "--id", "kari-nordmann"),
            2,
            "there is kari-nordmann already",
        ),
        (("unit", "add", "platform", "--leader", "kari-nordmann"), 2, "there is a unit platform already"),
        (("init", "x", "--timezone", "Mars"), 2, "--timezone 'Mars': there is no such zone"),
        (("agree", "kari", "--set", "role=x"), 3, "is in force; change it with --amend WHY"),
        (("agree", "kari", "--accept", "--yes", "--period", "2027-H1"), 2, "has no agreement for 2027-H1"),
        (("person", "add", "Kari", "--email", "kari@fjord.example"), 3, "have the same e-mail address"),
        (("person", "add", "???", "--email", "x@y.example"), 2, "no id can be made from '???'"),
        (("person", "add", "Ola", "--email", "o@y.example", "--unit", "x"), 3, "no unit x"),
        (("unit", "add", "Plat Form", "--leader", "per-lie"), 2, "cannot be an id; 'plat-form' can"),
        (("schema", "prep"), 2, "there is preparation.employee, preparation.leader"),
        (("overdu",), 2, "Did you mean overdue?"),
        (("overdue", "--no-such-option"), 2, "No such option"),
        (("init", "x", "--cadence", "often"), 2, "--cadence 'often': write weekly"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_one_clear_line(
    agreed: Goals,
    arguments: tuple[str, ...],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    head = agreed.git("rev-parse", "HEAD")
    result = agreed.run(*arguments)
    assert result.code == code
    assert said in result.err
    assert "Traceback" not in result.err
    assert len([line for line in result.err.splitlines() if line.startswith("error: ")]) <= 1
    assert agreed.git("rev-parse", "HEAD") == head
    assert agreed.git("status", "--porcelain") == ""


def test_who_may_not_is_told_who_could(agreed: Goals) -> None:
    for arguments in (("prep", "per"), ("checkin", "kari"), ("agree", "kari"), ("review", "kari")):
        result = agreed.run(*arguments, "--no-edit", who="nobody")
        assert result.code == 3
        assert "your git address stranger@elsewhere.example belongs to nobody here" in result.err
    assert "this can be done by kari-nordmann or per-lie" in agreed.run("prep", "kari", who="nobody").err
    assert "this can be done by per-lie" in agreed.run("brief", "platform", who=KARI).err


def test_reading_needs_no_identity(agreed: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (
        ("agenda", "kari"),
        ("overdue",),
        ("diff", "kari"),
        ("status",),
        ("check",),
        ("person", "list"),
    ):
        assert agreed.run(*arguments, who="nobody").code == 0


def test_nobody_accepts_for_somebody_else(agreed: Goals) -> None:
    agreed.ok("agree", "kari", "--amend", "More", "--set", "role=Lead", who=KARI)
    result = agreed.run("agree", "kari", "--accept", "--yes", "--as", "per-lie", who="nobody")
    assert result.code == 3
    assert "belongs to nobody here" in result.err
    agreed.ok("agree", "kari", "--accept", "--yes", "--as", "per-lie", who=KARI)
    answers = sorted((agreed.root / f"people/{KARI}/2026-H2/answers").iterdir())
    assert len([path for path in answers if "employee" in path.name]) == 2
    assert len([path for path in answers if "leader" in path.name]) == 1


def test_as_reads_and_drafts_with_somebody_elses_eyes(agreed: Goals) -> None:
    agreed.ok("--as", "kari", "checkin", "kari", "--note", "other=Typed in for her")
    assert (agreed.root / f"people/{KARI}/2026-H2/checkins/2026-09-15.employee.yaml").exists()
    assert agreed.git("log", "-1", "--format=%an").strip() == "Per Lie"


def test_outside_a_goals_repository_every_command_says_what_to_do(tmp_path: Path, goals: Goals) -> None:
    for command in (("overdue",), ("agenda", "kari"), ("person", "list"), ("check",), ("status",)):
        result = goals.invoke("-C", str(tmp_path), *command)
        assert result.code == 3
        assert "run goaltalk init to make one, or name it with -C DIR" in result.err


def test_broken_settings_are_told_with_their_place(goals: Goals) -> None:
    goals.write("goaltalk.yaml", "schema: settings/1\norganisation: X\nid: abcdefgh\nlanguage: klingon\n")
    result = goals.run("overdue")
    assert result.code == 3
    assert result.err == "error: goaltalk.yaml:4:1: language must be one of en, nb, nn\n"


def test_a_zone_that_does_not_exist_is_told(goals: Goals) -> None:
    text = goals.text("goaltalk.yaml").replace("Europe/Oslo", "Europe/Atlantis")
    goals.write("goaltalk.yaml", text)
    result = goals.invoke("-C", str(goals.root), "overdue")
    assert (result.code, "no such zone" in result.err) == (3, True)


def test_broken_files_do_not_hide_what_is_late_elsewhere(agreed: Goals) -> None:
    agreed.ok("person", "add", "Ola Berg", "--email", "ola@fjord.example")
    agreed.write("people/ola-berg/2026-H2/agreement.yaml", "schema: agreement/1\ngoals: 3\n")
    result = agreed.run("overdue", today="2026-12-01")
    assert result.code == 3
    assert "checkin-overdue kari-nordmann" in result.out
    assert "people/ola-berg/2026-H2/agreement.yaml:2:1" in result.err


def test_a_mistake_of_ours_is_said_to_be_ours(goals: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    # A settings file that is a folder is something no code of ours expects.
    monkeypatch.setattr("goaltalk.workspace.Workspace.people", lambda *_: 1 / 0)
    result = goals.run("overdue")
    assert result.code == 4
    assert "this is a mistake in goaltalk, not yours; the details are in " in result.err
    named = result.err.split("the details are in ")[1].split("\n")[0]
    assert "ZeroDivisionError" in Path(named).read_text(encoding="utf-8")
    Path(named).unlink()


def test_without_an_identity_nothing_is_written(goals: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PEOPLE, "anonymous", ("", ""))
    result = goals.run("person", "add", "Ola", "--email", "o@y.example", who="anonymous")
    assert result.code == 3
    assert "git does not know who you are" in result.err
    assert goals.git("status", "--porcelain") == ""


def test_a_dry_run_accepts_nothing_and_checks_what_it_shows(agreed: Goals) -> None:
    agreed.ok("agree", "kari", "--amend", "More", "--set", "role=Lead", who=KARI)
    head = agreed.git("rev-parse", "HEAD")
    assert "+answer: accepted" in agreed.ok("agree", "kari", "--accept", "--dry-run", who=KARI)
    assert agreed.run("checkin", "kari", "--dry-run", "--set", "held=soon", who=KARI).code == 3
    assert agreed.git("rev-parse", "HEAD") == head
    assert agreed.git("status", "--porcelain") == ""


def test_a_changed_agreement_wants_a_reason_too(agreed: Goals) -> None:
    path = f"people/{KARI}/2026-H2/agreement.yaml"
    agreed.write(path, agreed.text(path).replace("Halve the lead time", "Halve the lead times"))
    assert "changed" in agreed.ok("status")
    assert agreed.run("agree", "kari", "--set", "role=Boss", who=KARI).code == 3


def test_debug_shows_the_traceback_and_keeps_the_exit_code(agreed: Goals) -> None:
    result = agreed.run("agenda", "nobody", "--debug")
    assert result.code == 2
    assert "Traceback" in result.err


def test_somebody_elses_settings_are_not_taken_over(tmp_path: Path, goals: Goals) -> None:
    (tmp_path / "goaltalk.yaml").write_text("mine: true\n", encoding="utf-8")
    result = goals.invoke("init", str(tmp_path))
    assert result.code == 3
    assert "goaltalk.yaml:1:1" in result.err
    assert [path.name for path in tmp_path.glob("goaltalk.yaml")] == ["goaltalk.yaml"]
    assert not (tmp_path / ".git").exists()


def test_one_person_in_two_unicode_forms_is_one_person(goals: Goals) -> None:
    composed, split = "\u00c5se Nord", "A\u030ase Nord"
    goals.ok("person", "add", composed, "--email", "aase@y.example")
    assert goals.ok("person", "add", split, "--email", "aase@y.example").startswith("nothing to change")
    assert goals.ok("person", "show", split).startswith("id        aase-nord")


def test_a_link_is_never_followed_and_never_forgotten(agreed: Goals) -> None:
    person = agreed.root / "people" / KARI
    person.rename(agreed.root / "elsewhere")
    person.symlink_to(agreed.root / "elsewhere")
    for command in ("check", "overdue", "status"):
        result = agreed.run(command)
        assert result.code == (1 if command == "check" else 3)
        assert f"people/{KARI}:1:1" in result.out + result.err
        assert "links are not followed" in result.out + result.err


def test_private_agendas_have_a_name_and_a_mode_of_their_own(agreed: Goals, tmp_path: Path) -> None:
    folder = tmp_path / "printed"
    agreed.ok("agenda", "--all", "-o", str(folder))
    agreed.ok("agenda", "--all", "--private", "-o", str(folder))
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["kari-nordmann-2026-09-15-private.txt", "kari-nordmann-2026-09-15.txt"]
    assert (folder / names[0]).stat().st_mode & 0o777 == 0o600


def test_an_agenda_for_another_day_shows_no_clock_time_of_the_old_one(agreed: Goals) -> None:
    agreed.ok("talk", "kari", "--set", "at=2026-08-18T09:00", "--set", "place=The library")
    assert "09:00" in agreed.ok("agenda", "kari", "--kind", "talk", "--date", "2026-08-18")
    shown = agreed.ok("agenda", "kari", "--kind", "talk", "--date", "2026-09-15")
    assert "09:00" not in shown
    assert "library" not in shown


def test_a_talk_is_not_held_and_skipped_and_not_held_ahead(agreed: Goals) -> None:
    assert agreed.run("talk", "kari", "--held", "--skip", "ill").code == 2
    assert "2027-09-09 is ahead" in agreed.run("talk", "kari", "--held", "2027-09-09").err
    assert agreed.git("status", "--porcelain") == ""


def test_a_deputy_is_told_that_they_see_to_it_but_write_for_nobody(goals: Goals) -> None:
    goals.ok("person", "add", "A Stranger", "--email", "stranger@elsewhere.example", "--unit", "platform")
    goals.ok("unit", "set", "platform", "--set", "deputy=a-stranger")
    told = "you are a-stranger; this can be done by kari-nordmann or per-lie"
    result = goals.run("checkin", "kari", "--note", "other=Hello", who="nobody")
    assert (result.code, result.err) == (3, f"error: {told}\n")
    goals.ok("person", "away", "per-lie", "--from", "2026-09-10", "--to", "2026-09-20")
    result = goals.run("checkin", "kari", "--note", "other=Hello", who="nobody")
    assert (
        result.err == f"error: {told} (per-lie is away, and a-stranger sees to it, but writes for nobody)\n"
    )
