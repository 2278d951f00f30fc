"""Calendar files read back: the right hour in the right zone, nothing of the notes, nothing injected."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from goaltalk.domain.address import Address
from goaltalk.domain.appointments import Appointment
from goaltalk.domain.invitation import Invitation
from goaltalk.domain.records import Person
from goaltalk.domain.records.fields import LocalTime
from goaltalk.render.calendar import as_calendar, as_feed, is_ours

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
EVIL = 'Kari\r\nATTENDEE:mailto:evil@evil.example\nX: "x"; \\ , ^ \u2028 Æøå 漢字'


def invitation(
    at: str = "2026-08-20T10:00", name: str = "Kari Nordmann", day: str = "", *, cancelled: bool = False
) -> Invitation:
    return Invitation(
        about=Address("checkin" if day else "talk", "kari", "2026-H2", "leader", day),
        at=LocalTime(at),
        minutes=45,
        place=name,
        organiser=Person(name="Per Lie", email="per@fjord.example", unit="platform"),
        guest=Person(name=name, email="kari@fjord.example", unit="platform"),
        title=f"Talk with {name}",
        topics=("One; two, three", name),
        is_cancelled=cancelled,
    )


def events(data: bytes) -> list[Any]:
    return [one for one in Calendar.from_ical(data).walk("VEVENT") if isinstance(one, Event)]


def made(*some: Invitation, now: datetime = NOW) -> bytes:
    return as_calendar(some or (invitation(),), OSLO, "abcd1234", now)


@pytest.mark.parametrize(
    ("at", "utc"),
    [
        ("2026-08-20T10:00", "2026-08-20T08:00"),
        ("2026-12-15T10:00", "2026-12-15T09:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30"),  # comes twice; the first
    ],
)
def test_the_hour_is_the_local_one_in_summer_and_in_winter(at: str, utc: str) -> None:
    (event,) = events(made(invitation(at)))
    start = event.start
    assert isinstance(start, datetime)
    assert start.replace(tzinfo=None).isoformat(timespec="minutes") == at
    assert start.astimezone(OSLO).astimezone(UTC).isoformat(timespec="minutes")[:16] == utc
    assert event.duration == timedelta(minutes=45)


def test_the_zone_is_in_the_file() -> None:
    text = made().decode()
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Oslo" in text
    assert "DTSTART;TZID=Europe/Oslo:20260820T100000" in text


def test_it_is_private_and_says_who_calls_whom() -> None:
    (event,) = events(made())
    assert event["class"] == "PRIVATE"
    assert event["organizer"] == "mailto:per@fjord.example"
    assert event["attendee"] == "mailto:kari@fjord.example"
    assert event["description"] == "- One; two, three\n- Kari Nordmann"
    assert event["status"] == "CONFIRMED"
    assert event["uid"] == "talk-kari-2026-H2@abcd1234.goaltalk"


def test_a_later_version_has_the_same_uid_and_a_higher_sequence() -> None:
    (first,) = events(made())
    (second,) = events(made(invitation("2026-08-21T10:00"), now=NOW + timedelta(seconds=1)))
    assert first["uid"] == second["uid"]
    assert first["sequence"] < second["sequence"]


def test_a_clock_that_is_wrong_makes_no_negative_sequence() -> None:
    (event,) = events(made(now=datetime(2001, 1, 1, tzinfo=UTC)))
    assert event["sequence"] == 0


def test_one_meeting_is_a_request_or_a_cancellation_and_several_are_a_list() -> None:
    row = [invitation(f"{day}T10:00", day=day) for day in ("2026-09-15", "2026-10-15")]
    assert Calendar.from_ical(made())["method"] == "REQUEST"
    assert Calendar.from_ical(made(invitation(cancelled=True)))["method"] == "CANCEL"
    assert events(made(invitation(cancelled=True)))[0]["status"] == "CANCELLED"
    assert "method" not in Calendar.from_ical(made(*row))
    assert len({str(one["uid"]) for one in events(made(*row))}) == 2


def test_no_name_injects_a_line_and_all_lines_are_folded() -> None:
    data = made(invitation(name=EVIL))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    (event,) = events(data)
    assert event["attendee"] == "mailto:kari@fjord.example"
    flat = " ".join(EVIL.split())
    assert event["summary"] == f"Talk with {flat}"
    assert event["location"] == flat
    assert event["description"].split("\n") == ["- One; two, three", f"- {flat}"]


def test_our_own_files_are_known() -> None:
    assert is_ours(made())
    assert not is_ours(b"")
    assert not is_ours(b"BEGIN:VCALENDAR\r\nPRODID:-//other//\r\n")
    assert not is_ours(b"# PRODID:-//goaltalk//goaltalk//EN")


def appointment(
    uid: str, day: str, title: str = "kari: call a check-in", at: str | None = None
) -> Appointment:
    time = LocalTime(at) if at else None
    kind: Literal["checkin", "deadline"] = "checkin" if at else "deadline"
    return Appointment(uid, kind, "kari", date.fromisoformat(day), title, time, 45)


def test_a_feed_is_in_order_and_says_when() -> None:
    some = [
        appointment("b", "2026-10-25", at="2026-10-25T10:00"),
        appointment("a", "2026-03-29", at="2026-03-29T10:00"),
        appointment("c", "2026-12-31"),
    ]
    data = as_feed(some, OSLO, "repo-0001", date(2026, 3, 1))
    assert as_feed(some[::-1], OSLO, "repo-0001", date(2026, 3, 1)) == data
    assert is_ours(data)
    found = events(data)
    assert [str(one["uid"]) for one in found] == [f"{name}@repo-0001.goaltalk" for name in "abc"]
    assert [one["dtstart"].dt.isoformat() for one in found] == [
        "2026-03-29T10:00:00+02:00",
        "2026-10-25T10:00:00+01:00",
        "2026-12-31",
    ]
    assert found[2]["dtend"].dt == date(2027, 1, 1)


def test_a_feed_is_safe_from_what_a_title_holds() -> None:
    (one,) = events(as_feed([appointment("a", "2026-12-31", EVIL)], OSLO, "repo-0001", date(2026, 3, 1)))
    assert "attendee" not in one
    assert "\n" not in str(one["summary"])
    assert str(one["summary"]).startswith("Kari ATTENDEE:mailto")
