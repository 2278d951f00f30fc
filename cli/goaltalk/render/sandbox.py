"""Where a team's own templates may be read from, what they may use, and how long they may run."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from goaltalk.errors import BadData

FOLDER = "templates"
SECONDS = 5.0
LARGEST = 1024 * 1024
T = TypeVar("T")


# What a template may use; each costs no more than what it is given. Everything else jinja2 knows is left out,
# for there is a way to fill the memory or to take for ever in much of it.
FILTERS = ("capitalize", "count", "d", "default", "first", "last", "length", "list", "lower", "rejectattr",
           "selectattr", "sort", "trim", "unique", "upper")  # fmt: skip
METHODS = frozenset(
    {"endswith", "get", "items", "keys", "removeprefix", "split", "startswith", "under", "values"}
)
GLOBALS = ("namespace", "range")


class TooMuch(Exception):
    """A template runs too long or writes too much."""


class Allowance:
    """What one rendering may use: some seconds, and some text."""

    def __init__(self, seconds: float = SECONDS, size: int = LARGEST) -> None:
        # What it works, not what the clock says: on a busy machine it may have to wait for its turn.
        self._until = time.process_time() + seconds
        self._seconds = seconds
        self._size = size

    def spend_time(self) -> None:
        """Refuse to go on when the time is up; asked in every loop, so that no thread or signal is needed."""
        if time.process_time() > self._until:
            raise TooMuch(f"runs longer than {self._seconds:g} seconds")

    def limited(self, parts: Iterable[str]) -> Iterator[str]:
        """Pass on what is written, up to the limit."""
        written = 0
        for part in parts:
            written += len(part)
            if written > self._size:
                raise TooMuch("writes more than 1 MiB")
            yield part


def is_harmless(operator: str, *values: object) -> bool:
    """Whether a computation is about figures, and not so large that it fills the memory."""
    most = 1000 if operator == "**" else 10**12
    return all(isinstance(value, int | float) and abs(value) <= most for value in values)


def join(values: Iterable[object], separator: str = "") -> str:
    """Join texts, unless they come to more than a whole document may be."""
    texts = list(map(str, values))
    if sum(map(len, texts)) + len(separator) * len(texts) > LARGEST:
        raise TooMuch("puts together more than 1 MiB")
    return separator.join(texts)


def replace(text: object, old: str, new: str) -> str:
    """Replace in a text, unless it grows beyond what a whole document may be."""
    given = str(text)
    if len(given) + given.count(str(old)) * len(str(new)) > LARGEST:
        raise TooMuch("puts together more than 1 MiB")
    return given.replace(str(old), str(new))


def bounded(value: T) -> T:
    """Return what was put together, unless it is more than a whole document may be."""
    if isinstance(value, str | list | tuple) and len(value) > LARGEST:
        raise TooMuch("puts together more than 1 MiB")
    return value


def find_own(root: Path, language: str, name: str) -> tuple[str, str] | None:
    """Return the text and the path of a team's own template: of the language first, then for all of them.

    Nothing outside the folder is read: no `..`, and no link on the way.
    """
    for steps in ((FOLDER, language, *name.split("/")), (FOLDER, *name.split("/"))):
        if all(is_plain(step) for step in steps) and (text := _read(root, steps)) is not None:
            return text, "/".join(steps)
    return None


def is_barred(method: str) -> bool:
    """Whether this is a method of the plain values that templates get, and none that they may call."""
    return method not in METHODS and any(hasattr(kind, method) for kind in (str, list, dict, tuple, float))


def is_plain(step: str) -> bool:
    """Whether a step of a path only leads further in."""
    return step not in ("", ".", "..") and "\\" not in step and ":" not in step


def _read(root: Path, steps: tuple[str, ...]) -> str | None:
    place = root
    for step in steps:
        place = place / step
        if place.is_symlink():
            return None
    if not place.is_file():
        return None
    shown = "/".join(steps)
    if place.stat().st_size > LARGEST:
        raise BadData(f"{shown}:1: is larger than 1 MiB; a template is text for people")
    try:
        return place.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadData(f"{shown}:1: is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise BadData(f"{shown}:1: cannot be read ({error.strerror}); make it readable for you") from None
