"""Which template shows which domain value, and in whose language."""

from datetime import date
from typing import Any

from goaltalk.domain.agenda import CheckInAgenda, TalkAgenda
from goaltalk.domain.answers import Standing
from goaltalk.domain.company import Company
from goaltalk.domain.compare import Comparison
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.invitation import MeetingKind
from goaltalk.domain.records import PrivatePreparation
from goaltalk.render.document import as_sections
from goaltalk.render.templates import render_document


def agenda_document(
    company: Company,
    agenda: CheckInAgenda | TalkAgenda,
    notes: PrivatePreparation | None = None,
    *,
    is_private: bool = False,
) -> str:
    """Put an agenda into words, in the language of the person it is about.

    `is_private`: the leader's own copy, with their notes if there are any.
    """
    language = company.language_of(agenda.frame.person_id)
    facts = _facts(agenda) | {"names": _names(company), "private": notes, "is_private": is_private}
    return render_document(f"agenda-{agenda.frame.kind}", language, facts)


def diff_document(company: Company, comparison: Comparison) -> str:
    """Put a comparison into words."""
    facts = _facts(comparison) | {
        "person": company.people[comparison.person],
        "names": _names(company),
    }
    return render_document("diff", company.language_of(comparison.person), facts)


def agreement_document(company: Company, conversation: Conversation, standing: Standing, today: date) -> str:
    """Put an agreement into words, for reading together."""
    person = conversation.person
    facts = {
        "person": company.people[person],
        "leader": company.people.get(company.leader_of(person, today) or ""),
        "period": conversation.period,
        "standing": standing,
        "agreement": conversation.agreement,
        "names": _names(company),
    }
    return render_document("agreement", company.language_of(person), facts)


def invitation_words(
    company: Company, person: str, leader: str, kind: MeetingKind
) -> tuple[str, tuple[str, ...]]:
    """Return the title of a meeting and what it is about, in the person's language; never a note."""
    facts = {
        "kind": kind,
        "guest": company.people[person],
        "organiser": company.people[leader],
        "topics": company.settings.topics,
    }
    (section,) = as_sections(render_document("invitation", company.language_of(person), facts))
    return " ".join(section.title.split()), section.items


def _names(company: Company) -> dict[str, str]:
    """Return what to call each person in a document, by id."""
    return {name: person.name for name, person in company.people.items()}


def _facts(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__struct_fields__}
