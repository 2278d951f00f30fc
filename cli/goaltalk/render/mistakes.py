"""Tells what is wrong with a team's own template: where, what, and what to do; never what somebody wrote."""

import re
import traceback
from collections.abc import Mapping

from goaltalk.errors import BadData
from goaltalk.render.escape import one_line

LONGEST = 200
REMEDY = "mend this template, or move it away to use the built-in one"
# What jinja2 and Python say of these names a class, an address in memory or a value; each has a sentence of
# its own here. The names of classes stand for them because jinja2 has one importing module.
_SENTENCES: Mapping[str, str] = {
    "RecursionError": "includes or calls itself without end, or is nested too deeply",
    "MemoryError": "takes more memory than there is",
    "ZeroDivisionError": "a division by zero",
    "OverflowError": "a figure is too huge",
    "SyntaxError": "is nested too deeply",
    "TemplateNotFound": "there is no template of the name that is asked for here",
    "SecurityError": "uses what a template may not use: it is unsafe",
    "UndefinedError": "asks for something that is not there",
}
_OTHERWISE = (
    "a value is used as what it is not, such as a text as a figure, or a filter gets what it cannot take"
)
_NAMED = re.compile(r"(?:has no (?:attribute|element)|requested name) '([^']*)'|^'([^']*)' is undefined")
_ATTRIBUTE = re.compile(r"access to attribute '([^']*)' of")


def explain(error: BaseException, own: dict[str, str]) -> BadData | None:
    """Return what is wrong with a team's own template; None when it is none of theirs.

    `own` holds the texts of those that were used, by path; the place told is the innermost one in them.
    """
    if not own:
        return None
    path, line = next(reversed(own)), 1
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename in own:
            path, line = frame.filename, frame.lineno or 1
    if getattr(error, "filename", None) in own and not isinstance(error, SyntaxError):
        path, line = str(getattr(error, "filename", "")), int(getattr(error, "lineno", 1))
    if isinstance(error, SyntaxError):  # Python's own, about the code that jinja2 made: its line is not ours
        path, line = next((one for one in own if one == error.filename), path), 1
    return BadData(f"{path}:{line}: {describe(error, own)}; {REMEDY}")


def describe(error: BaseException, own: Mapping[str, str]) -> str:
    """Say in words of ours what went wrong; of names only those that stand in a template itself are told."""
    kinds = {one.__name__ for one in type(error).__mro__}
    said = one_line(str(getattr(error, "message", None) or error))
    if kinds & {"TooMuch", "TemplateSyntaxError"}:
        return said[:LONGEST].rstrip(".")
    if "OverflowError" in kinds and said.startswith("Range too big"):
        return "Range too big: it may hold 100,000 numbers at most"
    found = _name_told(error, kinds, said)
    if found and any(found in text for text in own.values()):
        if "TemplateNotFound" in kinds:
            return f"there is no template '{found}'"
        if "SecurityError" in kinds:
            return f"'{found}' is unsafe, and may not be used in a template"
        return f"'{found}' is undefined: there is nothing of this name here"
    return next((text for name, text in _SENTENCES.items() if name in kinds), _OTHERWISE)


def _name_told(error: BaseException, kinds: set[str], said: str) -> str:
    if "TemplateNotFound" in kinds:
        return one_line(str(getattr(error, "name", None) or ""))
    match = (_ATTRIBUTE if "SecurityError" in kinds else _NAMED).search(said)
    return next(filter(None, match.groups()), "") if match else ""
