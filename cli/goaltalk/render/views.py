"""Which template shows which domain value, and in whose language."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from goaltalk.domain.agenda import CheckInAgenda, ReviewAgenda, ReviewFacts, SideBySide, TalkAgenda, Upcoming
from goaltalk.domain.answers import Standing
from goaltalk.domain.company import Company, Plan
from goaltalk.domain.compare import Comparison
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.menu import Menu
from goaltalk.domain.overview import PersonStatus
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import reached
from goaltalk.domain.records import PrivatePreparation
from goaltalk.domain.records.fields import Language, Side
from goaltalk.domain.records.meeting import MeetingKind
from goaltalk.domain.records.questions import Question
from goaltalk.domain.rewording import Rewording
from goaltalk.domain.shifts import with_titles
from goaltalk.render.document import as_sections, put_together
from goaltalk.render.sparkline import sparkline
from goaltalk.render.templates import render_document


class OwnCopy(NamedTuple):
    """The leader's own copy of an agenda, with their notes if there are any."""

    notes: PrivatePreparation | None


def agenda_document(
    company: Company,
    agenda: CheckInAgenda | TalkAgenda | ReviewAgenda,
    asked: Sequence[Question] = (),
    copy: OwnCopy | None = None,
    own: Path | None = None,
) -> str:
    """Put an agenda into words, in the language of the person it is about.

    `asked` are the questions picked for a talk; the core question has a place of its own. `copy` makes it
    the leader's own copy. `own`, here and below, is the repository whose templates win over ours.
    """
    language = company.language_of(agenda.frame.person_id)
    facts = _facts(agenda) | {
        "asked": [one for one in asked if not one.core],
        "names": _names(company),
        "private": copy.notes if copy else None,
        "is_private": copy is not None,
    }
    return render_document(f"agenda-{agenda.frame.kind}", language, facts, own)


def agendas_document(
    company: Company,
    leader: str,
    meetings: Sequence[Upcoming],
    back: Mapping[str, date],
    today: date,
    own: Path | None = None,
) -> str:
    """Put into words whose agendas follow, in the leader's language; `back` is when the others return."""
    facts = {
        "leader": company.people[leader],
        "meetings": meetings,
        "away": [{"person": name, "back": day} for name, day in back.items()],
        "today": today,
        "names": _names(company),
    }
    return render_document("agendas", company.language_of(leader), facts, own)


def checkin_document(company: Company, sides: SideBySide, own: Path | None = None) -> str:
    """Put into words what both sides wrote in a check-in, side by side."""
    facts = _facts(sides) | {"names": _names(company)}
    return render_document("checkin", company.language_of(sides.frame.person_id), facts, own)


def review_document(company: Company, facts: ReviewFacts, own: Path | None = None) -> str:
    """Put both halves of a review into words, side by side."""
    known = {"review": facts, "person": company.people[facts.person], "names": _names(company)}
    return render_document("review", company.language_of(facts.person), known, own)


def diff_document(company: Company, comparison: Comparison, own: Path | None = None) -> str:
    """Put a comparison into words."""
    facts = _facts(comparison) | {
        "person": company.people[comparison.person],
        "names": _names(company),
        "is_reworded": _is_reworded(comparison),
    }
    return render_document("diff", company.language_of(comparison.person), facts, own)


def agreement_document(
    company: Company,
    conversation: Conversation,
    standing: Standing,
    today: date,
    plan: Plan | None = None,
    own: Path | None = None,
    earlier: Sequence[Conversation] = (),
) -> str:
    """Put an agreement into words, for reading together.

    `earlier`, here and below, are the person's conversations: they say what the goals that are continued are
    called.
    """
    person, agreement = conversation.person, conversation.agreement
    mine = conversation.preparation.employee
    facts = {
        "person": company.people[person],
        "leader": company.people.get(company.leader_of(person, today) or ""),
        "period": conversation.period,
        "standing": standing,
        "agreement": agreement,
        "names": _names(company),
        "needs": {need.id: need.title for need in plan.brief.needs} if plan else {},
        "wishes": {wish.id: wish.text for wish in mine.wishes} if mine else {},
        "titles": {goal.id: goal.title for goal in agreement.goals} if agreement else {},
        "origins": _titles(earlier),
    }
    return render_document("agreement", company.language_of(person), facts, own)


def status_document(company: Company, status: PersonStatus, today: date, own: Path | None = None) -> str:
    """Put into words where one person stands, in full."""
    person = company.people[status.person]
    facts = _facts(status) | {
        "person": person,
        "unit": company.units[person.unit].name if person.unit in company.units else person.unit,
        "leader": company.people.get(status.leader or ""),
        "today": today,
        "goals": status.progress.goals,
        "lines": {one.goal.id: sparkline(reached(one)) for one in status.progress.goals},
        "open": status.progress.open_actions,
        "closed": [one for one in status.progress.actions if one.closed is not None],
        "names": _names(company),
    }
    return render_document("status-person", company.language_of(status.person), facts, own)


def changes_document(
    company: Company,
    conversation: Conversation,
    rewording: Rewording,
    own: Path | None = None,
    earlier: Sequence[Conversation] = (),
) -> str:
    """Put into words what changed between two texts of an agreement."""
    changes = [with_titles(change, _titles(earlier)) for change in rewording.changes]
    facts = _facts(rewording) | {
        "changes": changes,
        "is_reworded": any(shift.wording for change in changes for shift in change.shifts),
        "person": company.people[conversation.person],
        "period": conversation.period,
        "names": _names(company),
    }
    return render_document("changes", company.language_of(conversation.person), facts, own)


def guide_document(phase: str, reader: Side, language: Language, own: Path | None = None) -> str:
    """Put into words what one side does before, during or after the talk."""
    return render_document(f"guide-{phase}", language, {"reader": reader}, own)


def whole_guide_document(phases: Sequence[str], reader: Side, language: Language, own: Path | None) -> str:
    """Put all that one side does into words, phase by phase, as one document."""
    title = render_document("guide", language, {"reader": reader}, own)
    return put_together(title, [guide_document(one, reader, language, own) for one in phases])


def briefing_document(
    company: Company, unit: str, period: Period, plan: Plan | None, own: Path | None = None
) -> str:
    """Put into words what a leader tells the whole team before any talk, in the repository's language."""
    record = company.units[unit]
    facts = {
        "unit": record,
        "leader": company.people.get(record.leader),
        "period": period,
        "plan": plan,
        "names": _names(company),
    }
    return render_document("briefing", company.settings.language, facts, own)


def questions_document(menu: Menu, language: Language, own: Path | None = None) -> str:
    """Put a menu of questions into words, topic by topic."""
    return render_document("questions", language, {"menu": menu}, own)


def invitation_words(
    company: Company, person: str, leader: str, kind: MeetingKind, own: Path | None = None
) -> tuple[str, tuple[str, ...]]:
    """Return the title of a meeting and what it is about, in the person's language; never a note."""
    facts = {
        "kind": kind,
        "guest": company.people[person],
        "organiser": company.people[leader],
        "topics": company.settings.topics,
    }
    (section,) = as_sections(render_document("invitation", company.language_of(person), facts, own))
    return " ".join(section.title.split()), section.items


def _titles(conversations: Sequence[Conversation]) -> dict[str, str]:
    """Return what each goal is called, by its period and id as `continues` names it."""
    return {
        f"{one.period.label}/{goal.id}": goal.title
        for one in conversations
        for goal in (one.agreement.goals if one.agreement else ())
    }


def _is_reworded(comparison: Comparison) -> bool:
    """Say whether the document shows words that were taken out or put in."""
    goals = [shift for one in comparison.goals for move in one.movements for shift in move.shifts]
    goals += [shift for one in comparison.goals if not one.movements for shift in one.moved]
    needs = [shift for one in comparison.development for shift in one.shifts]
    return any(shift.wording for shift in goals + needs)


def _names(company: Company) -> dict[str, str]:
    """Return what to call each person in a document, by id."""
    return {name: person.name for name, person in company.people.items()}


def _facts(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__struct_fields__}
