"""What changed with one person, as figures: one line of a team's comparison. No text of anybody is in it."""

from msgspec import Struct

from goaltalk.domain.compare import CheckIns, Comparison


class Tally(Struct, frozen=True):
    """How many goals are new, continued, undecided, closed, dropped and unchanged, and what moved.

    `deadlines`, `targets` and `wordings` count moved goalposts, see `GoalChange.moved_goalposts`; `is_whole`
    is false where a text is lost or acceptances do not count, so that there may be more. Of the `actions`
    some are `done`, some `late`.
    """

    person: str
    new: int
    continued: int
    undecided: int
    closed: int
    dropped: int
    unchanged: int
    deadlines: int
    targets: int
    wordings: int
    is_whole: bool
    actions: int
    done: int
    late: int
    checkins: CheckIns

    @property
    def moved(self) -> int:
        """How many goalposts moved in all."""
        return self.deadlines + self.targets + self.wordings


def tally(one: Comparison) -> Tally:
    """Count what a comparison tells."""
    changes = [goal.change for goal in one.goals]
    moves = [shift.what for goal in one.goals for shift in goal.moved_goalposts]
    states = [action.state for action in one.actions]
    return Tally(
        person=one.person,
        new=changes.count("new"),
        continued=changes.count("continued"),
        undecided=changes.count("undecided"),
        closed=changes.count("closed"),
        dropped=changes.count("dropped"),
        unchanged=changes.count("unchanged"),
        deadlines=moves.count("due"),
        targets=sum(what in ("target", "unit", "baseline") for what in moves),
        wordings=sum(what in ("title", "success") for what in moves),
        is_whole=one.is_whole,
        actions=len(states),
        done=states.count("done"),
        late=states.count("overdue"),
        checkins=one.checkins,
    )
