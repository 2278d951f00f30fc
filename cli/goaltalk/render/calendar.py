"""Meetings and deadlines as iCalendar (RFC 5545); the only importer of icalendar."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from goaltalk.domain.appointments import Appointment
from goaltalk.domain.invitation import Invitation
from goaltalk.domain.records import Person
from goaltalk.render.escape import one_line

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

PRODUCT = "-//goaltalk//goaltalk//EN"
LAST_DAY = date.max - timedelta(days=1)  # the end of an event is the day after it
COUNTED_FROM = datetime(2026, 1, 1, tzinfo=UTC)


def as_calendar(invitations: Sequence[Invitation], zone: ZoneInfo, repository: str, now: datetime) -> bytes:
    """Return an .ics that invites to the meetings, or cancels them.

    A later version of a meeting has the same UID and a higher SEQUENCE, so calendars update the event.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if (
        len(invitations) == 1
    ):  # a message has one UID (RFC 5546, 3.2.2); without a method it is a list to import
        calendar.add("method", "CANCEL" if invitations[0].is_cancelled else "REQUEST")
    for one in invitations:
        calendar.add_component(_event(one, zone, repository, now))
    days = sorted(one.at.day for one in invitations)
    calendar.add_missing_timezones(*_around(days))
    return bytes(calendar.to_ical())


def as_feed(entries: Sequence[Appointment], zone: ZoneInfo, repository: str, today: date) -> bytes:
    """Return an .ics to subscribe to: whole days for deadlines, hours for meetings; titles and no notes.

    The same entries give the same bytes on the same day: the stamp is the day's beginning.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "goaltalk")
    for one in sorted(entries, key=lambda one: (one.day, one.uid)):
        calendar.add_component(_entry(one, zone, repository, today))
    timed = [one.day for one in entries if one.at is not None]
    if timed:
        calendar.add_missing_timezones(*_around(timed))
    return bytes(calendar.to_ical())


def is_ours(data: bytes) -> bool:
    """Say whether a file is a calendar that goaltalk wrote."""
    return data.startswith(b"BEGIN:VCALENDAR") and f"PRODID:{PRODUCT}".encode() in data


def is_same_calendar(one: bytes, other: bytes) -> bool:
    """Say whether two calendars differ in nothing but the moments at which they were written."""
    return _without_moments(one) == _without_moments(other)


def _without_moments(data: bytes) -> list[bytes]:
    return [line for line in data.splitlines() if not line.startswith((b"DTSTAMP", b"SEQUENCE"))]


def _entry(one: Appointment, zone: ZoneInfo, repository: str, today: date) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{one.uid}@{repository}.goaltalk")
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    if one.at is None:
        event.add("dtstart", one.day)
        event.add("dtend", min(one.day, LAST_DAY) + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", datetime.fromisoformat(one.at).replace(tzinfo=zone))
        event.add("duration", timedelta(minutes=one.minutes))
    event.add("summary", one_line(one.title))
    event.add("class", "PRIVATE")
    return event


def _around(days: Sequence[date]) -> tuple[date, date]:
    """Return a year before the first day and a year after the last, as far as there are years."""
    year = timedelta(days=366)
    return max(min(days), date.min + year) - year, min(max(days), date.max - year) + year


def _event(one: Invitation, zone: ZoneInfo, repository: str, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{one.uid}@{repository}.goaltalk")
    event.add("sequence", max(0, int((now - COUNTED_FROM).total_seconds())))
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", datetime.fromisoformat(one.at).replace(tzinfo=zone))
    event.add("duration", timedelta(minutes=one.minutes))
    event.add("summary", one_line(one.title))
    event.add("description", "\n".join(f"- {one_line(topic)}" for topic in one.topics))
    if one.place:
        event.add("location", one_line(one.place))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    event.add("organizer", _address(one.organiser))
    guest = _address(one.guest)
    guest.params["ROLE"] = "REQ-PARTICIPANT"
    guest.params["RSVP"] = "TRUE"
    event.add("attendee", guest)
    return event


def _address(person: Person) -> "vCalAddress":
    from icalendar import vCalAddress

    address = vCalAddress(f"mailto:{one_line(person.email)}")
    address.params["CN"] = one_line(person.name)
    return address
