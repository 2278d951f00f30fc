"""From the records of one person's one period to their conversation."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.conversation import Conversation, DatedCheckIn, Halves
from goaltalk.domain.periods import Period
from goaltalk.domain.records import Record
from goaltalk.domain.records.fields import Side

Records = Sequence[tuple[Address, Record]]
NEITHER: Halves[Any, Any] = Halves()


def assemble(person: str, period: Period, records: Records) -> Conversation:
    """Put the records of one person's one period together."""
    by_kind: dict[str, dict[tuple[str, Side | None], Any]] = {}
    for at, record in records:
        by_kind.setdefault(at.kind, {})[at.name, at.side] = record
    checkins, feedback = by_kind.get("checkin", {}), by_kind.get("feedback", {})
    return Conversation(
        person=person,
        period=period,
        preparation=Halves(
            by_kind.get("preparation.employee", {}).get(("", "employee")),
            by_kind.get("preparation.leader", {}).get(("", "leader")),
        ),
        talk=_halves(by_kind.get("talk")),
        agreement=by_kind.get("agreement", {}).get(("", None)),
        checkins=tuple(
            DatedCheckIn(date.fromisoformat(day), _halves(checkins, day))
            for day in sorted({name for name, _ in checkins})
        ),
        review=_halves(by_kind.get("review")),
        feedback={name: one for (name, _), one in feedback.items()},
        answers={f"{name}.{side}": one for (name, side), one in by_kind.get("answer", {}).items()},
    )


def _halves(found: Mapping[tuple[str, Side | None], Any] | None, name: str = "") -> Halves[Any, Any]:
    return Halves(found.get((name, "employee")), found.get((name, "leader"))) if found else NEITHER


def mark_unread(one: Conversation, unread: Mapping[str, Collection[str]]) -> Conversation:
    """Tell a conversation the kinds of its records that could not be read, given by period."""
    kinds = unread.get(one.period.label)
    return replace(one, unread=frozenset(kinds)) if kinds else one
