"""The deadline of a unit: its brief for the period (B2)."""

from collections.abc import Iterable, Iterator
from datetime import date

from goaltalk.domain.absence import absence_of_unit
from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.deadlines.deadline import Deadline
from goaltalk.domain.leadership import acting_unit_leader
from goaltalk.domain.records import Brief

BRIEF_WITHIN = 30


def find_brief_missing(
    company: Company, unit: str, members: Iterable[str], brief: Brief | None, today: date
) -> Iterator[Deadline]:
    """Yield a deadline 30 days into the period while a unit with people has no brief; its leader acts.

    People are those employed today besides the leader. A form left empty is no brief.
    """
    period, leader = company.period_at(today), company.unit_leader(unit, today)
    if brief not in (None, Brief()):
        return
    if not any(name != leader and company.employs(name, today) for name in members):
        return
    absence = absence_of_unit(company, unit)
    start = absence.back_from(max(period.start, company.settings.tracked_from or period.start))
    due = absence.due(start, BRIEF_WITHIN)
    yield Deadline(
        rule="brief-missing",
        person=None,
        responsible=acting_unit_leader(company, unit, today),
        due=due,
        late_after=due,
        about=Address("brief", unit, period.label),
        message=f"{unit} has no brief for {period.label}; wanted by {due}",
        task=f"write the brief for {period.label}",
        command=f"goaltalk brief {unit} --period {period.label}",
        key=period.label,
    )
