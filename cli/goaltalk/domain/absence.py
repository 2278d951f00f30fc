"""Days that do not count: when a person is away, and when the unit or the organisation is closed."""

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from goaltalk.domain.cadence import add_days
from goaltalk.domain.company import Company
from goaltalk.domain.records.fields import Span

SETTLING_IN = 14
"""Nothing falls due earlier than so many days after a return (DESIGN section 4)."""


class Absence(Struct, frozen=True):
    """Stretches of days that do not count: first and last day of each, in order, none touching another."""

    spans: tuple[tuple[date, date], ...] = ()

    def back_from(self, day: date) -> date:
        """Return the day itself, or the day of the return where it lies in an absence."""
        for first, last in self.spans:
            if first <= day <= last:
                return add_days(last, 1)
        return day

    def count(self, anchor: date, days: int) -> date:
        """Return the day that is so many days after the anchor, of those that count.

        An absence that begins before the anchor takes away only its days after it.
        """
        end = add_days(anchor, days)
        for first, last in self.spans:
            if last <= anchor:
                continue
            begins = max(first, add_days(anchor, 1))
            if begins > end:
                break
            end = add_days(end, (last - begins).days + 1)
        return end

    def settle(self, due: date) -> date:
        """Return the date, or a later one that leaves 14 days after each return before it.

        A date inside an absence, or less than 14 days after it, moves to 14 days after the return; where
        that lies in or close behind the next absence, it moves on.
        """
        for first, last in self.spans:
            if first > due:
                break
            due = max(due, add_days(last, 1 + SETTLING_IN))
        return due

    def due(self, anchor: date, days: int) -> date:
        """Return when something falls due that has so many days from the anchor on."""
        return self.settle(self.count(anchor, days))


NEVER_AWAY = Absence()


def absence_of(company: Company, person: str) -> Absence:
    """Return a person's days away, with the closed days of the organisation and of the unit around them.

    Somebody unknown here is never away.
    """
    record = company.people.get(person)
    if record is None:
        return NEVER_AWAY
    return merge_spans((*record.away, *_closed(company, record.unit)))


def absence_of_unit(company: Company, unit: str) -> Absence:
    """Return the days on which a unit is closed, or all of the organisation."""
    return merge_spans(_closed(company, unit))


def is_away(company: Company, person: str, on: date) -> bool:
    """Say whether somebody cannot act on a day: away, gone or not yet there; closed days are nobody's own."""
    record = company.people.get(person)
    if record is None:
        return False
    return not company.employs(person, on) or any(span.first <= on <= span.last for span in record.away)


def merge_spans(spans: Iterable[Span]) -> Absence:
    """Merge stretches that overlap or touch; one that ends before it begins holds no day."""
    merged: list[tuple[date, date]] = []
    for first, last in sorted((span.first, span.last) for span in spans if span.first <= span.last):
        if merged and first <= add_days(merged[-1][1], 1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return Absence(tuple(merged)) if merged else NEVER_AWAY


def _closed(company: Company, unit: str) -> Iterator[Span]:
    """Yield the closed days of the organisation, of a unit, and of those that it is part of."""
    yield from company.settings.closed
    for name in company.units_above(unit):
        yield from company.units[name].closed
