"""Calling meetings: the leader's half, the calendar file, and who may."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from conftest import Goals

TALK = "people/kari-nordmann/2026-H2/talk.leader.yaml"
CHECKINS = "people/kari-nordmann/2026-H2/checkins"
AT = "2026-10-20T10:00"


@pytest.fixture
def desk(goals: Goals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Goals:
    """The team's repository, and another folder to work in."""
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    return goals


def event(name: str) -> Event:
    (found,) = Calendar.from_ical(Path(name).read_bytes()).walk("VEVENT")
    assert isinstance(found, Event)
    return found


def files() -> list[str]:
    return sorted(path.name for path in Path.cwd().iterdir())


def test_a_talk_is_recorded_and_written_to_a_calendar_file(desk: Goals) -> None:
    result = desk.run("invite", "kari", "--at", AT, "--place", "Room 1")
    assert result.code == 0
    assert "talk Tuesday 2026-10-20T10:00 Europe/Oslo (period 2026-H2)" in result.out
    assert result.err == "wrote kari-nordmann-talk-2026-10-20.ics\n"
    text = desk.text(TALK)
    assert f"at: {AT}\nminutes: 60\nplace: Room 1\ninvited: 2026-09-15\n" in text
    found = event("kari-nordmann-talk-2026-10-20.ics")
    assert found["summary"] == "Goal and development conversation: Kari Nordmann and Per Lie"
    assert isinstance(found.start, datetime)
    assert found.start.astimezone(UTC).hour == 8
    assert desk.git("log", "-1", "--format=%s") == "invite kari-nordmann talk 2026-10-20\n"
    assert desk.ok("check") == "no problems found\n"
    assert "20 October 2026, 10:00, 60 minutes, Room 1." in desk.ok("agenda", "kari")


def test_a_second_identical_run_changes_nothing(desk: Goals) -> None:
    desk.ok("invite", "kari", "--at", AT, "--minutes", "90")
    before = desk.git("rev-parse", "HEAD")
    for again in (("--at", AT), ("--at", "2026-10-20 10:00", "--minutes", "90")):
        assert "nothing to change" in desk.ok("invite", "kari", *again, today="2026-09-20")
    assert desk.git("rev-parse", "HEAD") == before
    assert "invited: 2026-09-15" in desk.text(TALK)


def test_moving_a_talk_is_a_new_invitation_to_the_same_meeting(desk: Goals) -> None:
    desk.ok("invite", "kari", "--at", AT)
    first = event("kari-nordmann-talk-2026-10-20.ics")["uid"]
    desk.ok("invite", "kari", "--at", "2026-10-22T13:00", today="2026-10-01")
    assert "at: 2026-10-22T13:00\nminutes: 60\ninvited: 2026-10-01\n" in desk.text(TALK)
    assert event("kari-nordmann-talk-2026-10-22.ics")["uid"] == first


def test_a_new_place_keeps_the_day_of_the_invitation(desk: Goals) -> None:
    desk.ok("invite", "kari", "--at", AT)
    desk.ok("invite", "kari", "--at", AT, "--place", "Room 2", today="2026-10-15")
    assert "place: Room 2" in desk.text(TALK)
    assert "invited: 2026-09-15" in desk.text(TALK)


def test_a_row_of_checkins_follows_the_cadence_in_one_commit(desk: Goals) -> None:
    before = desk.git("rev-list", "--count", "HEAD")
    desk.ok("invite", "kari", "--at", "2026-09-30T09:00", "--repeat", "3")
    days = ["2026-09-30", "2026-10-30", "2026-11-30"]
    for day in days:
        assert f"at: {day}T09:00\nminutes: 30\n" in desk.text(f"{CHECKINS}/{day}.leader.yaml")
    assert files() == [f"kari-nordmann-checkin-{day}.ics" for day in days]
    assert int(desk.git("rev-list", "--count", "HEAD")) == int(before) + 1
    assert "2026-09-30" in desk.ok("agenda", "kari", "--format", "json")


def test_one_named_file_takes_the_whole_row(desk: Goals) -> None:
    desk.ok("invite", "kari", "--at", "2026-12-01T09:00", "--repeat", "2", "-o", "row.ics")
    assert len(Calendar.from_ical(Path("row.ics").read_bytes()).walk("VEVENT")) == 2
    assert (desk.root / CHECKINS / "2026-12-01.leader.yaml").exists()
    assert (desk.root / "people/kari-nordmann/2027-H1/checkins/2027-01-01.leader.yaml").exists()


def test_calling_off_is_said_to_both(desk: Goals) -> None:
    desk.ok("invite", "kari", "--at", AT)
    assert "called off" in desk.ok("invite", "kari", "--cancel", "-o", "off.ics")
    assert "skipped: true" in desk.text(TALK)
    assert event("off.ics")["status"] == "CANCELLED"
    again = desk.run("invite", "kari", "--cancel", "-o", "off.ics")
    assert (again.code, "called so far: none" in again.err) == (2, True)
    desk.ok("invite", "kari", "--at", AT)
    assert "skipped" not in desk.text(TALK)


def test_a_checkin_is_called_off_by_its_day(desk: Goals) -> None:
    desk.ok("invite", "kari", "--at", "2026-10-01T09:00", "--kind", "checkin")
    result = desk.run("invite", "kari", "--kind", "checkin", "--cancel")
    assert (result.code, "called so far: 2026-10-01T09:00" in result.err) == (2, True)
    desk.ok("invite", "kari", "--kind", "checkin", "--cancel", "--at", "2026-10-01")
    assert "skipped: true" in desk.text(f"{CHECKINS}/2026-10-01.leader.yaml")


def test_the_screen_takes_the_calendar_and_nothing_else(desk: Goals) -> None:
    result = desk.run("invite", "kari", "--at", AT, "-o", "-")
    assert result.out.startswith("BEGIN:VCALENDAR")
    assert result.out.rstrip().endswith("END:VCALENDAR")
    assert "saved people" in result.err
    assert files() == []


def test_a_meeting_to_call_off_is_named_by_its_day_or_its_whole_time(desk: Goals) -> None:
    desk.ok("invite", "kari", "--at", AT)
    wrong = desk.run("invite", "kari", "--cancel", "--at", "2026-10-20T11:00")
    assert (wrong.code, f"called so far: {AT}" in wrong.err) == (2, True)
    assert "called off" in desk.ok("invite", "kari", "--cancel", "--at", "2026-10-20 10:00")


def test_a_second_run_leaves_the_calendar_file_alone(desk: Goals) -> None:
    desk.ok("invite", "kari", "--at", AT, "-o", "x.ics")
    before = Path("x.ics").read_bytes()
    assert desk.run("invite", "kari", "--at", AT, "-o", "x.ics").err == "x.ics says so already\n"
    assert Path("x.ics").read_bytes() == before
    assert desk.run("invite", "kari", "--at", AT, "--place", "Room 2", "-o", "x.ics").err == "wrote x.ics\n"


def test_what_may_have_been_meant_to_be_moved_is_said(desk: Goals) -> None:
    desk.ok("invite", "kari", "--at", "2026-10-01T09:00", "--kind", "checkin")
    result = desk.run("invite", "kari", "--at", "2026-10-02T09:00", "--kind", "checkin")
    off = "goaltalk invite kari-nordmann --kind checkin --cancel --at 2026-10-01"
    assert f"note: 2026-10-01T09:00 is called, too; to call it off: {off}\n" in result.err
    desk.ok(*off.split()[1:])
    assert "note" not in desk.run("invite", "kari", "--at", "2026-10-02T10:00", "--kind", "checkin").err


def test_a_weekend_is_a_warning(desk: Goals) -> None:
    result = desk.run("invite", "kari", "--at", "2026-10-31T09:00", "--repeat", "2")
    assert "warning: 2026-10-31 is a Saturday; --at names another day\n" in result.err
    assert "2026-11-30 is" not in result.err


def test_a_time_that_passed_a_moment_ago_is_refused(desk: Goals) -> None:
    moment = datetime.now(ZoneInfo("Europe/Oslo")) - timedelta(minutes=2)
    result = desk.invoke("-C", str(desk.root), "invite", "kari", "--at", f"{moment:%Y-%m-%dT%H:%M}")
    assert (result.code, "that time has passed" in result.err) == (2, True)


def test_short_notice_is_a_warning(desk: Goals) -> None:
    result = desk.run("invite", "kari", "--at", "2026-09-18T10:00")
    assert result.code == 0
    assert "warning: 3 days' notice; the team's rule is 7, so 2026-09-22 or later\n" in result.err
    assert "warning" not in desk.run("invite", "kari", "--at", "2026-09-22T10:00").err


def test_the_hour_that_comes_twice_is_the_first_and_said(desk: Goals) -> None:
    result = desk.run("invite", "kari", "--at", "2026-10-25T02:30", "--kind", "checkin")
    assert result.code == 0
    assert "comes twice, the clocks are put back; the first is meant" in result.err


def test_notes_never_reach_the_calendar(desk: Goals) -> None:
    desk.ok("checkin", "kari", "--date", "2026-10-20", "--note", "support=SECRET", "--set", "place=HERE")
    desk.ok("invite", "kari", "--at", AT, "--kind", "checkin", "-o", "x.ics")
    text = Path("x.ics").read_text()
    assert "SECRET" not in text
    assert "HERE" in text
    assert "support: SECRET" in desk.text(f"{CHECKINS}/2026-10-20.leader.yaml")


def test_the_words_are_in_the_persons_language(desk: Goals) -> None:
    path = "people/kari-nordmann/person.yaml"
    desk.write(path, desk.text(path) + "\nlanguage: nn\n")
    desk.ok("invite", "kari", "--at", AT, "-o", "x.ics")
    assert event("x.ics")["summary"] == "Mål- og utviklingssamtale: Kari Nordmann og Per Lie"


def test_a_dry_run_writes_nothing(desk: Goals) -> None:
    assert f"+at: {AT}" in desk.ok("invite", "kari", "--at", AT, "--dry-run")
    assert files() == []
    assert not (desk.root / TALK).exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "when? write it like --at 2026-08-20T10:00"),
        (("--at", "soon"), 2, "--at: 'soon' is not a time"),
        (("--at", "2026-02-30T10:00"), 2, "no date and time that exists"),
        (("--at", "2026-09-14T10:00"), 2, "that time has passed"),
        (("--at", "2062-09-14T10:00"), 2, "is that the year you mean?"),
        (("--at", "2027-03-28T02:30"), 2, "2027-03-28T02:30 does not exist in Europe/Oslo"),
        (("--at", AT, "--repeat", "2", "--kind", "talk"), 2, "--repeat is for check-ins"),
        (("--at", AT, "--period", "2027-H1"), 2, "--period 2027-H1: a talk on 2026-10-20 is one of 2026-H2"),
        (("--at", AT, "--period", "2027-H1", "--kind", "checkin"), 2, "2026-10-20 lies in 2026-H2"),
        (("--at", AT, "-o", "none/x.ics"), 2, "there is no folder none; make it"),
        (("--cancel",), 2, "name a talk of kari-nordmann with --at DAY; called so far: none"),
        (("--cancel", "--repeat", "2"), 2, "--repeat"),
        (("--at", AT, "-o", "taken.txt"), 2, "taken.txt: is there already and is no calendar"),
        (("--at", AT, "-o", "."), 2, "name a file"),
    ],
)
def test_what_cannot_be_called_is_refused_and_leaves_nothing(
    desk: Goals, arguments: tuple[str, ...], code: int, said: str
) -> None:
    Path("taken.txt").write_text("mine")
    result = desk.run("invite", "kari", *arguments)
    assert (result.code, said in result.err) == (code, True), result.err
    assert not (desk.root / TALK).exists()
    assert files() == ["taken.txt"]


def test_only_the_leader_calls(desk: Goals) -> None:
    result = desk.run("invite", "kari", "--at", AT, who="kari-nordmann")
    assert result.code == 3
    assert "you are kari-nordmann; meetings with kari-nordmann are called by per-lie" in result.err
    assert "nobody leads per-lie" in desk.run("invite", "per", "--at", AT).err


def test_a_meeting_that_was_held_is_not_called_again(desk: Goals) -> None:
    desk.ok("talk", "kari", "--held")
    result = desk.run("invite", "kari", "--at", AT)
    assert (result.code, "was held already" in result.err) == (2, True)
