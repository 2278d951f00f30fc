"""What the options of `talk` and `checkin` share: held, skipped, and how it was."""

from collections.abc import Iterator
from datetime import date

from goaltalk.store.guard import Model
from goaltalk.store.splice import Edit


def say_how_it_went(experience: str | None, skipped: str | None, held: date | None) -> Iterator[Edit]:
    """Turn what was said of a meeting into edits of one half; `skipped` may be empty: no reason given."""
    if experience is not None:
        yield from _experience(experience)
    if skipped is not None:
        yield Edit("set", ("skipped",), skipped or True)
    if held is not None:
        yield Edit("set", ("held",), held.isoformat())


def says_held(model: Model) -> bool:
    """Say whether a half says already when the meeting was held."""
    return isinstance(model, dict) and model.get("held") is not None


def _experience(text: str) -> Iterator[Edit]:
    note, colon, score = text.rpartition(":")
    if colon and score.strip() in set("12345"):
        yield Edit("set", ("experience", "note"), note.strip())
        yield Edit("set", ("experience", "score"), int(score))
    else:
        yield Edit("set", ("experience", "note"), text)
