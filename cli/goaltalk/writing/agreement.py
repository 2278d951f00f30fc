"""How an agreement comes about: drafted from what is there, proposed, amended, answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from goaltalk.domain.address import Address
from goaltalk.domain.answers import Standing, answer_name, content_of, digest_agreement, find_standing
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.naming import make_unique_id
from goaltalk.domain.periods import Period
from goaltalk.domain.records import Agreement
from goaltalk.errors import BadData, NotAllowed, SaveProblem, UsageProblem
from goaltalk.store.reader import Flawed, read_record
from goaltalk.store.splice import Edit
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft, Entry, make_form, open_draft
from goaltalk.writing.editor import settle_entry
from goaltalk.writing.finish import Outcome, finish


@dataclass(frozen=True)
class Proposal:
    """One goal that the first draft begins with."""

    id: str
    title: str
    continues: str = ""


@dataclass(frozen=True)
class Desk:
    """One person's agreement of one period, with what its commands need to know."""

    workspace: Workspace
    person: str
    period: Period
    conversations: tuple[Conversation, ...]

    @property
    def conversation(self) -> Conversation:
        """The conversation of the period, empty if there is none yet."""
        here = (one for one in self.conversations if one.period == self.period)
        return next(here, Conversation(self.person, self.period))

    @property
    def address(self) -> Address:
        """Where the agreement lies."""
        return Address("agreement", self.person, self.period.label)

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return find_standing(self.workspace.company, self.conversation)

    def digest(self, agreement: Agreement) -> str:
        """Return the digest of this agreement's text."""
        settings = self.workspace.company.settings
        return digest_agreement(agreement, self.person, self.period.label, settings.id)


def open_desk(workspace: Workspace, person: str) -> Desk:
    """Open one person's agreement of the period; of the present one while there is none for the next."""
    return Desk(workspace, person, workspace.period(ahead=True), workspace.conversations(person))


def write_agreement(desk: Desk, given: Entry, amend: str | None) -> Outcome:
    """Draft the agreement or change it; a changed text is proposed anew and wants both answers again.

    NotAllowed if it is in force and no reason to amend it is given.
    """
    side = desk.workspace.side(desk.person, desk.workspace.actor)
    opened = open_draft(desk.workspace, desk.address, lambda: _first_draft(desk))
    before = _content(opened) if opened.before is not None else {}
    message = f"agree {desk.person} {desk.period.label} ({side})"

    def settle(draft: Draft) -> Outcome:
        proposed = _proposed(desk, before, draft, amend)
        return finish(desk.workspace, [proposed], message, dry_run=given.dry_run)

    return settle_entry(opened, given, settle)


def _proposed(desk: Desk, before: dict[str, object], changed: Draft, amend: str | None) -> Draft:
    """Return the agreement with the date of its proposal, where the content is another than before."""
    if desk.standing.state in ("in_force", "changed"):
        if _content(changed) != before and amend is None:
            raise NotAllowed(
                f"the agreement of {desk.person} for {desk.period.label} is in force; "
                "change it with --amend WHY, and both of you answer again"
            )
        changed = _amended(desk, changed, amend) if amend is not None else changed
    proposed = _as_record(changed).proposed
    if _content(changed) != before or (_content(changed) and proposed is None):
        changed = changed.edited([Edit("set", ("proposed",), desk.workspace.today.isoformat())])
    return changed


def answer_agreement(desk: Desk, answer: Literal["accepted"], *, dry_run: bool = False) -> Outcome:
    """Write the signer's answer to exactly the text of the desk.

    SaveProblem if the file says something else by now; NotAllowed for a day before the proposal, or ahead.
    """
    signer = desk.workspace.signer
    side = desk.workspace.side(desk.person, signer)
    agreement = desk.conversation.agreement
    if agreement is None or not content_of(agreement):
        raise UsageProblem(
            f"{desk.person} has no agreement for {desk.period.label} to answer yet; "
            f"goaltalk agree {desk.person} drafts one"
        )
    digest = desk.digest(agreement)
    address = Address("answer", desk.person, desk.period.label, side, answer_name("agreement", digest))
    facts = {"to": "agreement", "digest": digest, "by": signer, "role": side, "answer": answer}
    today = desk.workspace.today.isoformat()
    _ensure_day(desk.workspace, agreement)
    text = open_draft(desk.workspace, desk.address, lambda: "")
    if desk.digest(_as_record(text)) != digest:
        raise SaveProblem(f"{text.path}: has changed meanwhile; read it again, and answer that")
    if agreement.proposed is None:
        text = text.edited([Edit("set", ("proposed",), today)])
    mine = open_draft(
        desk.workspace, address, lambda: make_form(desk.workspace, address, desk.person, on=today, **facts)
    )
    message = f"agree {desk.person} {desk.period.label}: {answer} ({side})"
    return finish(desk.workspace, [mine, text], message, dry_run=dry_run)


def _ensure_day(workspace: Workspace, agreement: Agreement) -> None:
    """Refuse an answer from before the text was proposed, or from a day that has not come yet."""
    if agreement.proposed is not None and workspace.today < agreement.proposed:
        raise NotAllowed(f"this text was proposed on {agreement.proposed}; nobody can answer it before that")
    if workspace.today > workspace.call.now.astimezone(workspace.zone).date():
        raise NotAllowed(f"{workspace.today} is ahead; nobody can answer on a day that has not come yet")


def _first_draft(desk: Desk) -> str:
    plan = desk.workspace.plan(desk.person, desk.period)
    mine = desk.conversation.preparation.employee
    facts = {
        "needs": plan.brief.needs if plan else (),
        "goals": list(_proposals(desk)),
        "wishes": mine.wishes if mine else (),
    }
    return make_form(desk.workspace, desk.address, desk.person, **facts)


def _proposals(desk: Desk) -> Iterable[Proposal]:
    """Begin with the goals carried over from the last review, then the employee's own."""
    taken: list[str] = []
    for proposal in (*_carried_over(desk.conversations, desk.period), *_own_goals(desk.conversation)):
        name = make_unique_id(proposal.id, taken)
        taken.append(name)
        yield Proposal(name, proposal.title, proposal.continues)


def _carried_over(conversations: Sequence[Conversation], period: Period) -> Iterable[Proposal]:
    earlier = [one for one in conversations if one.period < period]
    last = max(earlier, key=lambda one: one.period, default=None)
    if last is None or last.agreement is None:
        return
    halves = (last.review.employee, last.review.leader)
    wanted = {name for half in halves if half is not None for name in half.carry_over}
    for goal in last.agreement.goals:
        if goal.id in wanted:
            yield Proposal(goal.id, goal.title, f"{last.period.label}/{goal.id}")


def _own_goals(conversation: Conversation) -> Iterable[Proposal]:
    mine = conversation.preparation.employee
    for text in mine.goals if mine else ():
        yield Proposal(text, text)


def _amended(desk: Desk, draft: Draft, why: str) -> Draft:
    agreement = desk.conversation.agreement
    if agreement is None:
        return draft
    note = {
        "on": desk.workspace.today.isoformat(),
        "by": desk.workspace.actor or "",
        "why": why,
        "digest": desk.digest(agreement),
    }
    if any(one.digest == note["digest"] for one in agreement.amendments):
        return draft
    return draft.edited([Edit("append", ("amendments",), dict(note))])


def _as_record(draft: Draft) -> Agreement:
    try:
        return cast(Agreement, read_record("agreement", draft.after))
    except Flawed as error:
        raise BadData(
            *(f"{draft.path}:{one.line}:{one.column}: {one.message}" for one in error.flaws)
        ) from None


def _content(draft: Draft) -> dict[str, object]:
    return content_of(_as_record(draft))
