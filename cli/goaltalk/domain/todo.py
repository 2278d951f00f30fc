"""What one person is to do next: the deadlines that are theirs, and what no rule calls late (A1, D1, F5)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.answers import find_standing
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.deadlines import Case, Deadline, find_deadlines_of, make_case
from goaltalk.domain.deadlines.agreement import says_something
from goaltalk.domain.deadlines.checkin import to_confirm
from goaltalk.domain.deadlines.deadline import ANSWER_WITHIN
from goaltalk.domain.leadership import led_since
from goaltalk.domain.meetings import find_planned, find_state, held_on, is_called, list_meetings
from goaltalk.domain.reviews import find_review_standing, review_held
from goaltalk.domain.wishes import find_wishes

OWN = ("action-overdue", "goal-overdue", "feedback-overdue", "feedback-asked")
"""What is somebody's own to do, whoever leads."""


class Task(Struct, frozen=True):
    """One thing to do. `person` is None for what is about a unit; `due` None for what has no date."""

    rule: str
    person: str | None
    due: date | None
    is_late: bool
    what: str
    command: str
    about: Address


def find_tasks(
    company: Company,
    actor: str,
    person: str,
    conversations: Sequence[Conversation],
    today: date,
    until: date,
) -> Iterator[Task]:
    """Yield what the actor is to do about one person: all that is late, and the rest up to a day."""
    if not company.employs(person, today):
        return
    case = make_case(company, person, conversations, today, until)
    found: list[Iterator[Task]] = [
        own_tasks(find_deadlines_of(case), actor, today),
        _feedback_without_date(case, actor),
        _reviews(case, actor),
    ]
    if case.leader is not None and case.acting == actor:
        found += [_wishes(case), _take_over(case), _passed(case)]
    if person == actor:
        found += [_reports(case)]
    for tasks in found:
        for one in tasks:
            if one.due is None or one.due <= until:
                yield _stand_in(case, one, actor)


def _stand_in(case: Case, task: Task, actor: str) -> Task:
    """Return what somebody is to do who acts for the leader: they see to it, but write nobody's half.

    The employee's half counts alone, so a meeting is held without the leader; what only a leader can write
    needs one (DESIGN section 5).
    """
    if actor != case.acting or actor in (case.leader, case.person) or task.rule in OWN:
        return task
    return replace(
        task,
        what=f"{task.what}; {case.leader} is away: see to it with {case.person}, or lead meanwhile",
        command=f"goaltalk person move {case.person} --leader {actor}",
    )


def own_tasks(deadlines: Iterable[Deadline], actor: str, today: date) -> Iterator[Task]:
    """Yield those deadlines as tasks that the actor is to meet."""
    for one in deadlines:
        if one.responsible == actor:
            late = one.is_late(today)
            yield Task(one.rule, one.person, one.due, late, one.task, one.command, one.about)


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Sort tasks by their dates, those without one last; what two rules ask for stands once."""
    found: dict[tuple[str | None, str, str], Task] = {}
    ordered = sorted(tasks, key=lambda one: (one.due or date.max, one.about.owner, one.rule, one.command))
    for one in ordered:
        found.setdefault((one.person, one.what, one.command), one)
    return tuple(found.values())


def _feedback_without_date(case: Case, actor: str) -> Iterator[Task]:
    """Yield what the actor was asked for without a date; with one it is a deadline."""
    for one in case.conversations:
        for name, asked in sorted(one.feedback.items()):
            if (
                asked.from_ == actor
                and asked.given is None
                and asked.due is None
                and case.today in one.period
            ):
                about = Address("feedback", case.person, one.period.label, None, name)
                what, command = (
                    "give the feedback you were asked for",
                    f"goaltalk feedback give {case.person}",
                )
                yield Task("feedback-asked", case.person, None, False, what, command, about)


def _wishes(case: Case) -> Iterator[Task]:
    """Yield the wishes that wait for an answer, 14 days after the talk was held or the text proposed."""
    for one in case.conversations:
        heard = [held_on(one.talk, case.today), one.agreement.proposed if one.agreement else None]
        days = [day for day in heard if day is not None]
        waiting = [wish for wish in find_wishes([one], one.period) if wish.answer == "unanswered"]
        if not days or not waiting or case.today > one.period.end:
            continue
        is_closed = find_standing(case.company, one).state == "in_force"
        count = "1 wish" if len(waiting) == 1 else f"{len(waiting)} wishes"
        yield Task(
            "wish-unanswered",
            case.person,
            case.absence.due(min(days), ANSWER_WITHIN),
            False,
            f"answer {count} in the agreement: {', '.join(wish.id for wish in waiting)}",
            f"goaltalk agree {case.person} --period {one.period.label}" + (" --amend WHY" * is_closed),
            Address("preparation.employee", case.person, one.period.label, "employee"),
        )


def _reviews(case: Case, actor: str) -> Iterator[Task]:
    """Yield the reviews that wait for the actor to say that they were received, by each side for itself.

    It is the employee's to do within 14 days after it was held; and anybody's whose answer is to a text that
    has changed since.
    """
    for one in case.conversations:
        standing = find_review_standing(case.company, one)
        label, due = one.period.label, None
        if any(answer.by == actor for answer in standing.stale):
            what = f"read the review of {label} again: it changed after you answered it"
        elif actor == case.person and standing.state == "ready":
            held = review_held(case.company, case.conversations, one, case.today)
            if held is None:
                continue
            what, due = (
                f"say that you have received the review of {label}",
                case.absence.due(held, ANSWER_WITHIN),
            )
        else:
            continue
        command = f"goaltalk review {case.person} --period {label} --acknowledge"
        about = Address("review", case.person, label, "employee" if actor == case.person else "leader")
        yield Task("review-waiting", case.person, due, False, what, command, about)


def _take_over(case: Case) -> Iterator[Task]:
    """Yield the talk with which a new leader takes over, until any meeting was held since the change.

    The agreement stays in force, and nothing of it is late because of the change (DESIGN section 4).
    """
    since = led_since(case.company, case.person, case.today)
    if since is None or since > case.today:
        return
    agreed = [one for one in case.conversations if one.agreement and says_something(one.agreement)]
    if not agreed or agreed[-1].period.end < since - timedelta(days=1):
        return
    if any(day >= since for day in _days_held(case)):
        return
    talk = case.in_period(case.period).talk
    kind = "checkin" if held_on(talk, case.today) else "talk"
    yield Task(
        "take-over",
        case.person,
        case.absence.due(since, ANSWER_WITHIN),
        False,
        f"meet to take over; the agreement for {agreed[-1].period.label} stays as it is",
        f"goaltalk invite {case.person} --at WHEN --kind {kind}",
        Address("agreement", case.person, agreed[-1].period.label),
    )


def _reports(case: Case) -> Iterator[Task]:
    """Yield the planned check-ins for which the employee has not reported anything yet."""
    for one in find_planned(case.conversations, case.today):
        mine = one.halves.employee
        if one.kind == "checkin" and not (mine is not None and mine.says_something):
            yield Task(
                "report",
                case.person,
                one.day,
                False,
                f"report before the check-in on {one.day}",
                f"goaltalk checkin {case.person} --date {one.day}",
                one.address("leader" if one.halves.leader is not None else "employee"),
            )


def _passed(case: Case) -> Iterator[Task]:
    """Yield the meetings that were called and have passed, of which nobody wrote anything, until the next.

    Where somebody wrote something it is a deadline, and once the next check-in is overdue it is one, too.
    """
    last = max(_days_held(case), default=date.min)
    for one in list_meetings(case.conversations):
        if one.day <= last or not is_called(one.halves):
            continue
        if find_state(one.halves, one.day, case.today) == "empty":
            what, command = to_confirm(case.person, one.kind, one.day)
            yield Task("passed", case.person, one.day, False, what, command, one.address("leader"))


def _days_held(case: Case) -> Iterator[date]:
    for one in list_meetings(case.conversations):
        day = held_on(one.halves, case.today)
        if day is not None:
            yield day
