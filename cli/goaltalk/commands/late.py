"""What several commands look through: the deadlines of people and of units, as far as the filters reach."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from goaltalk.commands.options import tell_left_out
from goaltalk.domain.address import Address
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.deadlines import Deadline, as_finding, find_overdue, find_unit_deadlines
from goaltalk.domain.finding import Finding
from goaltalk.workspace import Workspace


def find_late(
    workspace: Workspace,
    person: str | None = None,
    unit: str | None = None,
    led_by: str | None = None,
    rules: Collection[str] = (),
) -> Iterator[Finding]:
    """Yield what is late about the people and units that the filters leave; without rules by all of them."""
    company, today = workspace.company, workspace.today

    def late_about(name: str, conversations: Sequence[Conversation]) -> Iterator[Finding]:
        found = find_overdue(company, name, conversations, today)
        return (finding for finding in found if not rules or finding.rule in rules)

    people = workspace.people(person, unit, led_by)
    tell_left_out(workspace, people)
    yield from workspace.loader.over(company, people, late_about)
    if person is None and (not rules or "brief-missing" in rules):
        for deadline in unit_deadlines(workspace, unit, led_by):
            if deadline.is_late(today):
                yield as_finding(company, deadline, today)


def unit_deadlines(
    workspace: Workspace, unit: str | None = None, led_by: str | None = None
) -> Iterator[Deadline]:
    """Yield the deadlines of all units, of one, or of those that somebody leads."""
    company, today = workspace.company, workspace.today
    wanted = sorted(company.units) if unit is None else [workspace.unit(unit)]
    leader = workspace.one_of(led_by) if led_by is not None else None
    # To know all members of all units means to read everybody.
    members = _members(workspace) if unit is None and leader is None else None
    period = company.period_at(today)

    def due_in(name: str) -> Iterator[Deadline]:
        here = company.members_of(name) if members is None else members.get(name)
        if here:
            plan = workspace.loader.plan(name, period)
            if plan is None and workspace.loader.is_broken(Address("brief", name, period.label)):
                return  # the flaw is told; that nothing is written would not be true
            brief = plan.brief if plan is not None else None
            yield from find_unit_deadlines(company, name, here, brief, today)

    if workspace.left_out:
        wanted = [name for name in wanted if name not in workspace.left_out.units]
    if leader is not None:
        wanted = [name for name in wanted if company.unit_leader(name, today) == leader]
    yield from workspace.loader.each(wanted, due_in)


def _members(workspace: Workspace) -> Mapping[str, list[str]]:
    """Return who belongs to each unit that has anybody."""
    found: dict[str, list[str]] = {}
    for name, record in workspace.company.people.items():
        found.setdefault(record.unit, []).append(name)
    return found
