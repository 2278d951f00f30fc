"""Where people stand, a row each."""

from collections.abc import Mapping, Sequence

from goaltalk.domain.overview import PersonStatus
from goaltalk.domain.wishes import HeardWish

STATUS_HEADS = ("person", "agreement", "last check-in", "next due", "goals", "open actions")
WISH_HEADS = ("person", "wish", "answer", "text")

Rows = list[tuple[str, ...]]


def status_rows(people: Sequence[PersonStatus]) -> Rows:
    """Return a row for each person under STATUS_HEADS."""
    return [_row(one) for one in people]


def wish_rows(heard: Mapping[str, Sequence[HeardWish]]) -> Rows:
    """Return a row for each wish under WISH_HEADS."""
    return [(name, wish.id, wish.answer, wish.text) for name, some in heard.items() for wish in some]


def markdown_table(columns: Sequence[str], rows: Rows) -> str:
    """Return a Markdown table; what the rows hold is shown as it stands."""
    from goaltalk.render.escape import escape_markdown

    lines = [columns, ["---"] * len(columns), *([escape_markdown(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(one: PersonStatus) -> tuple[str, ...]:
    statuses = [goal.status.replace("_", " ") for goal in one.progress.goals]
    counted = [f"{statuses.count(name)} {name}" for name in dict.fromkeys(statuses)]
    late = sum(action.state == "overdue" for action in one.progress.open_actions)
    actions = f"{len(one.progress.open_actions)}{f' ({late} overdue)' if late else ''}"
    return (
        one.person,
        one.agreement.replace("_", " ") if one.leader else "",
        str(one.last_checkin or "never") if one.leader else "",
        str(one.next_due or ""),
        ", ".join(counted) or "-",
        actions,
    )
