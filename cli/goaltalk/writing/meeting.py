"""What the options of `talk`, `checkin` and `review` share: held, skipped, and how it was."""

from collections.abc import Iterator
from datetime import date

from goaltalk.domain.records import Review
from goaltalk.domain.records.meeting import Meeting
from goaltalk.errors import UsageProblem
from goaltalk.store.guard import Model
from goaltalk.store.reader import Flawed, read_record
from goaltalk.store.splice import Edit
from goaltalk.writing.draft import Draft


def say_how_it_went(
    model: Model, experience: str | None, skipped: str | None, held: date | None
) -> Iterator[Edit]:
    """Turn what was said of a meeting into edits of one half; `skipped` may be empty: no reason given.

    What was held was not skipped, so confirming it takes that word back.
    """
    if experience is not None:
        yield from _experience(model, experience)
    if skipped is not None:
        if _value(model, "held") is not None:
            yield Edit("delete", ("held",))
        yield Edit("set", ("skipped",), skipped or True)
    if held is not None:
        if skipped is None and _value(model, "skipped") is not None:
            yield Edit("delete", ("skipped",))
        yield Edit("set", ("held",), held.isoformat())


def confirm_held(day: date, skipped: str | None, today: date) -> date:
    """Return the day on which a meeting is said to have been held; UsageProblem if it cannot have been."""
    if skipped is not None:
        raise UsageProblem("--held and --skip contradict each other; use one of them")
    if day > today:
        raise UsageProblem(f"--held: {day} is ahead; a meeting can be confirmed when it has been held")
    return day


def ensure_uncontradicted(other: Meeting | None, skipped: str | None, held: str | None, today: date) -> None:
    """Refuse to call a meeting skipped that the other side says was held, or the other way about.

    `skipped` and `held` are what is to be said of it, None where nothing is; the two are to settle that.
    """
    if held is not None and other is not None and other.skipped:
        raise UsageProblem("--held: the other side says that it was skipped; settle that between you first")
    if skipped is not None and other is not None and other.held is not None and other.held <= today:
        raise UsageProblem(
            f"--skip: the other side says that it was held on {other.held}; settle that between you first"
        )


def mark_held(opened: Draft, draft: Draft, on: date, today: date, other: Meeting | None = None) -> Draft:
    """Record a half in which somebody wrote something as held; a bare form, or nothing new, never counts.

    Nor does a meeting that is ahead, or that the `other` half calls skipped.
    """
    if on > today or (other is not None and other.skipped):
        return draft
    try:
        record = read_record(draft.address.kind, draft.after)
    except Flawed:
        return draft  # what is wrong with it is told when it is checked
    if draft.text == opened.text or not isinstance(record, Meeting | Review) or not record.says_something:
        return draft
    if record.held or (isinstance(record, Meeting) and record.skipped):
        return draft
    return draft.edited([Edit("set", ("held",), on.isoformat())])


def _value(model: Model, key: str) -> Model:
    return model.get(key) if isinstance(model, dict) else None


def _experience(model: Model, text: str) -> Iterator[Edit]:
    """Yield the words and the figure; without words those before stay, and a figure goes with its words."""
    before = _value(model, "experience")
    note, colon, score = text.rpartition(":")
    # A time of day ends in a colon and digits, too; it is no figure.
    if colon and score.strip().isdecimal() and not note[-1:].isdigit():
        if score.strip() not in set("12345"):
            raise UsageProblem("--experience: the figure behind the colon goes from 1 to 5")
        if note.strip():
            yield Edit("set", ("experience", "note"), note.strip())
        yield Edit("set", ("experience", "score"), int(score))
        return
    if _value(before, "score") is not None and _value(before, "note") != text:
        yield Edit("delete", ("experience", "score"))
    yield Edit("set", ("experience", "note"), text)
