"""How what a goal asks for moved: from one text that both had accepted to the next, and by what (A4)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from goaltalk.domain.answers import digest_of, is_by_its_side, place_of, read_name
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.periods import Period
from goaltalk.domain.records import Agreement, Answer
from goaltalk.domain.records.agreement import Amendment, Goal
from goaltalk.domain.records.fields import Side
from goaltalk.domain.shifts import GOALPOSTS, Shift, find_shifts, turned

Node = tuple[str, str]
"""A goal of one period: the period's label and the goal's id."""
START = "baseline"
ACCEPTED = "agreement", "accepted"


class AgreedText(Struct, frozen=True):
    """A text that both had accepted: of which period, from which day, its digest, and what made room for it.

    `amendments` are those between the text that was agreed before it and this one, oldest first.
    """

    period: str
    on: date
    digest: str
    amendments: tuple[Amendment, ...] = ()


class Uncounted(Struct, frozen=True):
    """Acceptances in a period that do not count, because they are `by` ids of somebody else, or of nobody.

    So it is where a person's folder was given another name.
    """

    period: str
    by: tuple[str, ...]


class Version(Struct, frozen=True):
    """A goal as one text has it; `on` is None where not both have accepted that text.

    `is_removal`: that text does not have the goal any more, and `goal` is what the one before it said.
    """

    goal: Goal
    period: str
    on: date | None = None
    amendments: tuple[Amendment, ...] = ()
    is_removal: bool = False


class Movement(Struct, frozen=True):
    """What one text changed about what a goal asks for.

    `on` is the day from which both had accepted it, None while they have not. `carried_from` is the earlier
    period where the goal went over into a new one, be it without `shifts`. `is_removal`: the text took the
    goal out. A goalpost has moved only where `is_agreed`: both the text before and this one were accepted by
    both; the rest is a proposal, or replaces one.
    """

    on: date | None
    period: str
    shifts: tuple[Shift, ...]
    amendments: tuple[Amendment, ...] = ()
    carried_from: str | None = None
    is_agreed: bool = True
    is_removal: bool = False


def find_agreed(company: Company, one: Conversation) -> tuple[AgreedText, ...]:
    """Return each text of an agreement that both had accepted, in the order of time.

    Both must have accepted it between the same two amendments; a text that came back counts again. Drafts,
    and what one side alone accepted, were never agreed.
    """
    amendments = one.agreement.amendments if one.agreement else ()
    said: dict[tuple[int, str], dict[Side, date]] = {}
    for number, answer in _acceptances(company, one):
        sides = said.setdefault((place_of(number, answer, amendments), answer.digest), {})
        sides[answer.role] = min(answer.on, sides.get(answer.role, answer.on))
    present = digest_of(company, one) if said else ""
    both = [
        (place, max(days.values()), digest == present, digest)
        for (place, digest), days in said.items()
        if len(days) == 2
    ]
    found: list[AgreedText] = []
    passed = 0
    for place, on, _, digest in sorted(both):
        found.append(AgreedText(one.period.label, on, digest, tuple(amendments[passed:place])))
        passed = place
    return tuple(found)


def find_uncounted(
    company: Company, conversations: Iterable[Conversation], besides: Collection[str] = ()
) -> tuple[Uncounted, ...]:
    """Return whose acceptances count for nothing here, by period; not those of the texts `besides`."""
    found: dict[str, set[str]] = {}
    for one in conversations:
        for answer in one.answers.values():
            is_meant = (answer.to, answer.answer) == ACCEPTED and answer.digest not in besides
            is_other = answer.role == "employee" and answer.by != one.person
            if is_meant and (is_other or answer.by not in company.people):
                found.setdefault(one.period.label, set()).add(answer.by)
    return tuple(Uncounted(label, tuple(sorted(ids))) for label, ids in found.items())


def present_texts(company: Company, conversations: Iterable[Conversation]) -> dict[str, Agreement]:
    """Return the present texts of agreements by their digests."""
    return {digest_of(company, one): one.agreement for one in conversations if one.agreement is not None}


class Goalposts:
    """The agreed texts of one person as they are known at one moment.

    `texts` are texts by their digests; those that are not among them are `lost`.
    """

    def __init__(
        self, company: Company, conversations: Sequence[Conversation], texts: Mapping[str, Agreement]
    ) -> None:
        self._agreed = {one.period.label: find_agreed(company, one) for one in conversations}
        self._present = {one.period.label: digest_of(company, one) for one in conversations}
        self._amendments = {
            one.period.label: one.agreement.amendments for one in conversations if one.agreement is not None
        }
        self._texts = {**texts, **present_texts(company, conversations)}

    def agreed(self, period: str) -> tuple[AgreedText, ...]:
        """Return the agreed texts of a period, in order."""
        return self._agreed.get(period, ())

    def is_agreed(self, period: str) -> bool:
        """Say whether both have accepted the present text of a period, as the last one they accepted."""
        texts = self.agreed(period)
        return bool(texts) and texts[-1].digest == self._present[period]

    def opened(self, period: str) -> tuple[Amendment, ...]:
        """Return the amendments of a period after which nothing was agreed yet."""
        return self._amendments.get(period, ())[sum(len(one.amendments) for one in self.agreed(period)) :]

    def lost(self, period: str) -> Iterator[AgreedText]:
        """Yield the agreed texts of a period that nobody has any more, each with the amendments around it.

        An amendment between two lost texts comes with the earlier one.
        """
        texts = self.agreed(period)
        following = [*(one.amendments for one in texts[1:]), self.opened(period)]
        told: tuple[Amendment, ...] = ()
        for one, after in zip(texts, following, strict=False):
            if one.digest not in self._texts:
                before = () if one.amendments == told else one.amendments
                yield replace(one, amendments=(*before, *after))
                told = after

    def versions(self, node: Node, besides: Iterable[AgreedText] = ()) -> list[Version]:
        """Return the agreed versions of a goal, in order; without those of the texts `besides`.

        Where both accepted that it is taken out, that comes last.
        """
        period, name = node
        left_out = {(one.on, one.digest) for one in besides}
        found: list[Version] = []
        passed: tuple[Amendment, ...] = ()
        for one in self.agreed(period):
            passed += one.amendments
            text = self._texts.get(one.digest)
            goal = next((goal for goal in text.goals if goal.id == name), None) if text else None
            if (one.on, one.digest) in left_out:
                passed = ()
            elif goal is not None:
                found.append(Version(goal, period, one.on, passed))
                passed = ()
        gone = self.taken_out(period).get(name)
        return [*found, gone] if gone is not None and gone.on is not None else found

    def taken_out(self, period: str) -> dict[str, Version]:
        """Return the goals that both had agreed in a period and that its present text has no more, by id.

        `on` is the day from which both had accepted that, None while they have not.
        """
        last: dict[str, Goal] = {}
        gone: dict[str, Version] = {}
        passed: tuple[Amendment, ...] = ()
        for one in self.agreed(period):
            passed += one.amendments
            text = self._texts.get(one.digest)
            if text is None:
                continue
            last |= {goal.id: goal for goal in text.goals}
            here = {goal.id for goal in text.goals}
            removed = {
                name: Version(goal, period, one.on, passed, is_removal=True) for name, goal in last.items()
            }
            gone = {name: gone.get(name, version) for name, version in removed.items() if name not in here}
            passed = ()
        present = self._texts.get(self._present.get(period, ""))
        here = {goal.id for goal in present.goals} if present else set()
        opened = (*passed, *self.opened(period))
        return {
            name: gone.get(name) or Version(goal, period, None, opened, is_removal=True)
            for name, goal in last.items()
            if name not in here
        }


def find_movements(versions: Sequence[Version]) -> Iterator[Movement]:
    """Yield what moved from each version to the next one, in order; nothing where nothing did.

    That a goal went over into a new period is told also where it went as it was.
    """
    for before, after in pairwise(versions):
        is_carried = before.period != after.period
        # A new period starts from where the last one ended; within one, a moved start is a moved goalpost.
        wanted = GOALPOSTS if is_carried else (*GOALPOSTS, START)
        shifts = pick_shifts(find_shifts(before.goal, after.goal), wanted)
        if shifts or is_carried or after.is_removal:
            yield Movement(
                on=after.on,
                period=after.period,
                shifts=shifts,
                amendments=after.amendments,
                carried_from=before.period if is_carried else None,
                is_agreed=before.on is not None and after.on is not None,
                is_removal=after.is_removal,
            )


def pick_shifts(shifts: Iterable[Shift], wanted: Sequence[str] = GOALPOSTS) -> tuple[Shift, ...]:
    """Return those of these keys, in the order of the keys."""
    found = {shift.what: shift for shift in shifts}
    return tuple(found[what] for what in wanted if what in found)


def turned_back(movements: Sequence[Movement]) -> tuple[Movement, ...]:
    """Return the movements as they look to who goes back in time."""
    return tuple(replace(one, shifts=tuple(map(turned, one.shifts))) for one in reversed(movements))


def in_span(conversations: Iterable[Conversation], first: Period, last: Period) -> list[Conversation]:
    """Return the conversations from one period to another, both included, in order."""
    return sorted((one for one in conversations if first <= one.period <= last), key=lambda one: one.period)


def _acceptances(company: Company, one: Conversation) -> Iterator[tuple[int, Answer]]:
    for key, answer in one.answers.items():
        name = read_name(key)
        is_meant = answer.to == "agreement" and answer.answer == "accepted"
        if name and is_meant and name.fits(answer) and is_by_its_side(company, one.person, answer):
            yield name.number, answer
