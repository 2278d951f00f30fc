"""How an agreement comes about: drafted from what is there, proposed, amended, answered."""

from typing import cast

from goaltalk.domain.address import Address
from goaltalk.domain.answers import (
    Standing,
    content_of,
    digest_of,
    find_standing,
    unopened_text,
)
from goaltalk.domain.drafting import draft_development, draft_goals
from goaltalk.domain.records import Agreement
from goaltalk.errors import BadData, NotAllowed, UsageProblem
from goaltalk.store.guard import Model
from goaltalk.store.marks import find_mark
from goaltalk.store.reader import Flawed, read_record
from goaltalk.store.splice import Edit
from goaltalk.workspace import Workspace
from goaltalk.writing.desk import Desk
from goaltalk.writing.draft import Draft, Entry, make_form, open_draft
from goaltalk.writing.editor import settle_entry
from goaltalk.writing.finish import Outcome, finish


class AgreementDesk(Desk):
    """One person's agreement of one period, with what its commands need to know."""

    @property
    def address(self) -> Address:
        """Where the agreement lies."""
        return Address("agreement", self.person, self.period.label)

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return find_standing(self.workspace.company, self.conversation)

    @property
    def digest(self) -> str:
        """The digest of the present text; empty if there is none."""
        return digest_of(self.workspace.company, self.conversation)


def open_desk(workspace: Workspace, person: str, *, is_read: bool = False) -> AgreementDesk:
    """Open one person's agreement for the period to come or, earlier than that, the present one.

    `is_read`: where there is none for the period to come yet, the present one is meant.
    """
    conversations = workspace.conversations(person)
    period = workspace.period(ahead=True)
    has_agreement = any(one.agreement is not None for one in conversations if one.period == period)
    if is_read and not has_agreement:
        period = workspace.period()
    return AgreementDesk(workspace, person, period, conversations)


def write_agreement(desk: AgreementDesk, given: Entry, amend: str | None) -> Outcome:
    """Draft the agreement or change it; a changed text is proposed anew and wants both answers again.

    NotAllowed if it is in force and no reason to amend it is given.
    """
    side = desk.workspace.side(desk.person, desk.workspace.actor)
    opened = open_draft(desk.workspace, desk.address, lambda: _first_draft(desk))
    before = _content(opened) if opened.before is not None else {}
    message = f"agree {desk.person} {desk.period.label} ({side})"
    if given.wants_editor and amend is None and _is_closed(desk):
        raise _closed(desk)  # before anything is typed

    def settle(draft: Draft) -> Outcome:
        proposed = _proposed(desk, before, draft, amend)
        return finish(desk.workspace, [proposed], message, dry_run=given.dry_run)

    return settle_entry(opened, given, settle)


def _proposed(desk: AgreementDesk, before: dict[str, object], changed: Draft, amend: str | None) -> Draft:
    """Return the agreement with the date of its proposal, where the content is another than before."""
    _ensure_own_keys_kept(desk, changed)
    if amend is not None:
        _ensure_open_or_in_force(desk, amend)
        changed = _amended(desk, changed, amend)
    elif _content(changed) != before and _is_closed(desk):
        raise _closed(desk)
    proposed = as_record(changed).proposed
    if _content(changed) != before or (_content(changed) and proposed is None):
        changed = changed.edited([Edit("set", ("proposed",), desk.workspace.today.isoformat())])
    return changed


def _is_closed(desk: AgreementDesk) -> bool:
    """Say whether both have accepted a text that no amendment opens."""
    return unopened_text(desk.workspace.company, desk.conversation) is not None


def _ensure_open_or_in_force(desk: AgreementDesk, why: str) -> None:
    """Refuse to amend what is not in force; saying the same once more is no mistake."""
    agreement = desk.conversation.agreement
    last = agreement.amendments[-1] if agreement is not None and agreement.amendments else None
    if _is_closed(desk) or (last is not None and (last.why, last.by) == (why, desk.workspace.actor)):
        return
    what = f"the agreement of {desk.person} for {desk.period.label}"
    if last is not None and desk.standing.state == "in_force":
        raise UsageProblem(f"--amend: {what} is open for change already, since {last.on}; change it without")
    raise UsageProblem(
        f"--amend opens an agreement in force; {what} is not ({desk.standing.state}), so change it without"
    )


def _ensure_own_keys_kept(desk: AgreementDesk, changed: Draft) -> None:
    """Refuse a text in which somebody changed what goaltalk notes itself; the editor opens again then."""
    present, wanted = desk.conversation.agreement or Agreement(), as_record(changed)
    for key in ("proposed", "amendments"):
        if getattr(present, key) != getattr(wanted, key):
            line, column = find_mark(changed.text, (key,))
            raise BadData(
                f"{changed.path}:{line}:{column}: goaltalk looks after {key} itself; put back what was there"
            )


def _closed(desk: AgreementDesk) -> NotAllowed:
    return NotAllowed(
        f"the agreement of {desk.person} for {desk.period.label} is in force; "
        "change it with --amend WHY, and both of you answer again"
    )


def _first_draft(desk: AgreementDesk) -> str:
    """Return the form; the unit's needs and the wishes stand in it as comments, to point at and to answer."""
    workspace = desk.workspace
    plan = workspace.plan(desk.person, desk.period)
    needs = plan.brief.needs if plan else ()
    known = {need.id for need in needs}
    mine = desk.conversation.preparation.employee
    facts = {
        "needs": needs,
        "goals": draft_goals(workspace.company, desk.conversations, desk.period, known, workspace.today),
        "development": list(draft_development(mine)),
        "wishes": mine.wishes if mine else (),
    }
    return make_form(workspace, desk.address, desk.person, **facts)


def _amended(desk: AgreementDesk, draft: Draft, why: str) -> Draft:
    """Return the agreement opened for change, with who, when, why, and the text that both accepted last."""
    opened = unopened_text(desk.workspace.company, desk.conversation)
    if opened is None:
        return draft
    note: Model = {
        "on": desk.workspace.today.isoformat(),
        "by": desk.workspace.actor or "",
        "why": why,
        "digest": opened,
    }
    return draft.edited([Edit("append", ("amendments",), note)])


def as_record(draft: Draft) -> Agreement:
    """Return what a draft of an agreement says; BadData with every problem in it."""
    try:
        return cast(Agreement, read_record("agreement", draft.after))
    except Flawed as error:
        raise BadData(
            *(f"{draft.path}:{one.line}:{one.column}: {one.message}" for one in error.flaws)
        ) from None


def _content(draft: Draft) -> dict[str, object]:
    return content_of(as_record(draft))
