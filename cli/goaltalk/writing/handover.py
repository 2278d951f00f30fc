"""Says what somebody who leaves hands over, each with the command that does it."""

from collections.abc import Iterator
from datetime import date

from goaltalk.domain.cadence import add_days
from goaltalk.domain.handover import Handover, find_handover
from goaltalk.workspace import Workspace


def tell_handover(workspace: Workspace, person: str, last: date) -> str:
    """List the people and units led and the open actions owned; what could not be read is left out."""
    company = workspace.company
    known = {name: workspace.loader.conversations(company, name) for name in company.people}
    found = find_handover(company, person, known, last, workspace.today)
    if found.is_empty:
        return f"{person} leads nobody and has no open actions: there is nothing to hand over"
    above = company.leader_of(person, last) or "WHOM"
    return "\n".join(("to hand over:", *_lines(found, above, add_days(last, 1))))


def _lines(found: Handover, above: str, first: date) -> Iterator[str]:
    if found.led:
        yield f"  led because the unit is: {', '.join(found.led)}"
    for name in found.units:
        yield f"  unit {name}: goaltalk unit set {name} --leader {above} --from {first}"
    for name in found.deputy:
        yield f"  deputy of {name}: goaltalk unit set {name} --deputy {above}"
    for name in found.people:
        yield f"  {name}: goaltalk person move {name} --leader {above} --from {first}"
    for name, one in found.actions:
        due = f", due {one.due}" if one.due else ""
        again = f"'WHAT;WHO{f';{one.due}' if one.due else ''}'"
        yield (
            f"  action {one.action.id} of {name}{due}: goaltalk checkin {name} "
            f"--drop {one.action.id}='handed over' --action {again}"
        )
