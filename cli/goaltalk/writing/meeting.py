"""What the options of `talk` and `checkin` share: held, skipped, and how it was."""

from collections.abc import Iterator
from datetime import date

from goaltalk.errors import UsageProblem
from goaltalk.store.guard import Model
from goaltalk.store.splice import Edit


def say_how_it_went(
    model: Model, experience: str | None, skipped: str | None, held: date | None
) -> Iterator[Edit]:
    """Turn what was said of a meeting into edits of one half; `skipped` may be empty: no reason given.

    What was held was not skipped, so confirming it takes that word back.
    """
    if experience is not None:
        yield from _experience(experience)
    if skipped is not None:
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


def is_settled(model: Model) -> bool:
    """Say whether a half says already when the meeting was held, or that it was skipped."""
    return bool(_value(model, "held") or _value(model, "skipped"))


def _value(model: Model, key: str) -> Model:
    return model.get(key) if isinstance(model, dict) else None


def _experience(text: str) -> Iterator[Edit]:
    note, colon, score = text.rpartition(":")
    if colon and score.strip() in set("12345"):
        yield Edit("set", ("experience", "note"), note.strip())
        yield Edit("set", ("experience", "score"), int(score))
    else:
        yield Edit("set", ("experience", "note"), text)
