"""How a review comes about: each side's half, and whether it was received (A6)."""

from dataclasses import dataclass, replace
from datetime import date

from goaltalk.domain.address import Address
from goaltalk.domain.progress import fold_progress
from goaltalk.domain.records import Review
from goaltalk.domain.records.fields import Side, other_side
from goaltalk.domain.reviews import (
    ReviewStanding,
    digest_of_review,
    find_review_day,
    find_review_period,
    find_review_standing,
)
from goaltalk.errors import SaveProblem, UsageProblem
from goaltalk.workspace import Workspace
from goaltalk.writing.answering import Asked, Reply, ensure_day_has_come, open_answer
from goaltalk.writing.desk import Desk
from goaltalk.writing.draft import Draft, Entry, make_form, open_draft
from goaltalk.writing.editor import settle_entry
from goaltalk.writing.finish import Outcome, finish
from goaltalk.writing.meeting import confirm_held, mark_held, say_how_it_went


class ReviewDesk(Desk):
    """One person's review of one period, with what its commands need to know."""

    @property
    def standing(self) -> ReviewStanding:
        """Where it stands."""
        return find_review_standing(self.workspace.company, self.conversation)

    @property
    def digest(self) -> str:
        """The digest of both halves as they are; empty if there is none."""
        return digest_of_review(self.workspace.company, self.conversation)

    def half(self, side: Side) -> Review | None:
        """Return what one side wrote."""
        return self.conversation.review.of(side)


@dataclass(frozen=True)
class Said:
    """What the options say of the meeting: `held` is None, or the day it was held ("" for the usual one)."""

    held: str | None = None
    experience: str | None = None


def open_review(workspace: Workspace, person: str) -> ReviewDesk:
    """Open one person's review: of the period that `--period` names, else of the one that is meant today."""
    conversations = workspace.conversations(person)
    if workspace.call.period is not None:
        period = workspace.period()
    else:
        period = find_review_period(workspace.company, conversations, workspace.today)
    return ReviewDesk(workspace, person, period, conversations)


def write_review(desk: ReviewDesk, given: Entry, said: Said) -> Outcome:
    """Make or change the actor's half; what is written once the review was held says when that was."""
    workspace, label = desk.workspace, desk.period.label
    side = workspace.side(desk.person, workspace.actor)
    address = Address("review", desk.person, label, side)
    opened = open_draft(workspace, address, lambda: _make_form(desk, address, side))
    day = find_review_day(workspace.company, desk.conversations, desk.period)
    confirmed = _confirmed(desk, said, day)

    def settle(draft: Draft) -> Outcome:
        filled = draft.edited(say_how_it_went(draft.model, said.experience, None, confirmed))
        if day is not None:
            filled = mark_held(opened, filled, day, workspace.today)
        message = f"review {desk.person} {label} ({side})"
        return finish(workspace, [filled], message, dry_run=given.dry_run)

    return settle_entry(opened, given, settle)


def answer_review(desk: ReviewDesk, reply: Reply, *, dry_run: bool = False) -> Outcome:
    """Write that the signer has received both halves as they are, or refuses to.

    UsageProblem while the other side has written nothing; SaveProblem if a half has changed meanwhile.
    """
    workspace = desk.workspace
    side = workspace.side(desk.person, workspace.signer)
    other = other_side(side)
    half = desk.half(other)
    if half is None or not half.says_something:
        raise UsageProblem(
            f"the {other} has written nothing in the review of {desk.period.label} yet, "
            "so there is nothing to receive"
        )
    ensure_day_has_come(workspace)
    before = _last_answer(desk, side)
    is_said = before is not None and before.word == reply.word and reply.text in (None, before.text)
    asked = Asked("review", desk.conversation, desk.digest)
    drafts = [open_answer(workspace, asked, side, reply, is_said=is_said)]
    if desk.half(side) is not None:
        # Whoever answers has committed their own half with it; the other's half is theirs to commit.
        drafts.append(open_draft(workspace, Address("review", desk.person, desk.period.label, side), str))
    if reopen(desk).digest != desk.digest:
        raise SaveProblem(f"the review of {desk.period.label} has changed meanwhile; read it again")
    message = f"review {desk.person} {desk.period.label}: {reply.word} ({side})"
    return finish(workspace, drafts, message, dry_run=dry_run)


def reopen(desk: ReviewDesk) -> ReviewDesk:
    """Read the same review again, as it is after a change."""
    return replace(desk, conversations=desk.workspace.conversations(desk.person))


def _confirmed(desk: ReviewDesk, said: Said, day: date | None) -> date | None:
    """Return the day on which the review is said to have been held; without a date, that of its talk."""
    if said.held is None:
        return None
    today = desk.workspace.today
    halves = (desk.half("employee"), desk.half("leader"))
    known = max((half.held for half in halves if half is not None and half.held), default=day)
    usual = known if known is not None and known <= today else today
    return confirm_held(desk.workspace.day("--held", said.held or None) or usual, None, today)


def _last_answer(desk: ReviewDesk, side: Side) -> Reply | None:
    """Return what a side answered last to the present text."""
    given = (one for one in desk.standing.answers if one.role == side)
    return next((Reply(one.answer, one.text) for one in given), None)


def _make_form(desk: ReviewDesk, address: Address, side: Side) -> str:
    workspace = desk.workspace
    progress = fold_progress(workspace.company, desk.conversations, desk.period.label, workspace.today)
    facts = {
        "period": desk.period,
        "side": side,
        "goals": progress.goals,
        "agreement": desk.conversation.agreement,
        "feedback": [one for one in desk.conversation.feedback.values() if one.given or one.answers],
    }
    return make_form(workspace, address, desk.person, **facts)
