"""How a value is written as YAML text that every reader reads back as the same value."""

import json
import math
import re
from dataclasses import dataclass, field
from typing import Literal

from goaltalk.store.guard import Model


class EditRefused(Exception):
    """An edit that is not made: `what` says why, `patch` is a unified diff of what was tried, or empty."""

    def __init__(self, what: str, patch: str = "") -> None:
        super().__init__(what)
        self.what, self.patch = what, patch


# Dates and times are plain in the files people write; our reader and our schemas take them as text.
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?", re.ASCII)
_PLAIN = re.compile(r"[^\W\d_](?:[\w .,;()/+'?!%&€§°«»“”‘’…–—-]|:(?=[^\s]))*(?<! )(?<!:)")
_NOT_TEXT = {
    "y",
    "n",
    "yes",
    "no",
    "on",
    "off",
    "true",
    "false",
    "null",
    "nil",
    "none",
    "nan",
    "inf",
    "infinity",
}
# C1 controls with NEL, LS, PS, BOM, non-characters, and what turns the direction of text around.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_LITERAL = re.compile("[\0-\x09\x0b-\x1f]|(?m: $)")


@dataclass(frozen=True, slots=True)
class Written:
    """A value as text: `head` goes behind the colon or dash, `body` are the lines below it, unindented."""

    kind: Literal["inline", "literal", "block"]
    head: str = ""
    body: list[str] = field(default_factory=list)


def scalar(value: str | int | float | bool | None, *, flow: bool = False) -> str:
    """Return a value on one line, quoted unless plainly safe; `flow` is for use inside [] and {}.

    Raises EditRefused for text that holds half a surrogate pair.
    """
    if isinstance(value, str):
        return value if _is_plain(value, flow) else _quote(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _write_float(value) if isinstance(value, float) else str(value)


def _is_plain(text: str, flow: bool) -> bool:
    if _DATE.fullmatch(text):
        return True
    if not _PLAIN.fullmatch(text) or text.lower() in _NOT_TEXT:
        return False
    return not flow or not ("," in text or ":" in text or "?" in text)


def _quote(text: str) -> str:
    if _SURROGATE.search(text):
        raise EditRefused("the text holds half a character (a lone surrogate); remove it")
    # ensure_ascii would write pairs of surrogates, which are JSON and not YAML.
    return _ESCAPED.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}"


def _write_float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    digits, exponent, power = repr(value).partition("e")
    # YAML 1.1 readers take 1e+16 for text and 1.0e+16 for a number.
    return f"{digits}.0e{power}" if exponent and "." not in digits else f"{digits}{exponent}{power}"


def key_text(name: str) -> str:
    """Return a mapping key as text, in block and flow style alike; raises EditRefused like `scalar`."""
    return scalar(name, flow=True)


def flow(value: Model) -> str:
    """Return any value on one line, as it can stand inside [] and {}; raises EditRefused like `scalar`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_text(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value, flow=True)


def write(value: Model, *, literals: bool = True) -> Written:
    """Return a value in block style; without `literals`, text of several lines is quoted on one."""
    if isinstance(value, dict) and value:
        return Written(
            "block", body=[line for key, item in value.items() for line in entry(key, item, literals)]
        )
    if isinstance(value, list) and value:
        return Written("block", body=[line for item in value for line in list_item(item, literals)])
    if isinstance(value, dict | list):
        return Written("inline", flow(value))
    if literals and isinstance(value, str) and _is_literal(value):
        kept = len(value) - len(value.rstrip("\n"))
        lines = value.split("\n")
        return Written("literal", ("|-", "|", "|+")[min(kept, 2)], lines[:-1] if kept else lines)
    return Written("inline", scalar(value))


def _is_literal(text: str) -> bool:
    return (
        "\n" in text.strip("\n")
        and text[0] not in " \n"
        and not (_NOT_LITERAL.search(text) or _ESCAPED.search(text) or _SURROGATE.search(text))
    )


def entry(key: str, value: Model, literals: bool = True) -> list[str]:
    """Return the lines of one key and its value, unindented."""
    written = write(value, literals=literals)
    return [f"{key_text(key)}:{written.head and ' ' + written.head}", *indent(written.body, 2)]


def list_item(value: Model, literals: bool = True, offset: int = 2) -> list[str]:
    """Return the lines of one list item; `offset` is the distance from its dash to its content."""
    written = write(value, literals=literals)
    dash = "-".ljust(offset)
    if written.kind == "block":
        first, *rest = written.body
        return [dash + first, *indent(rest, offset)]
    return [dash + written.head, *indent(written.body, 2)]


def indent(lines: list[str], columns: int) -> list[str]:
    """Return the lines moved to the right; blank lines stay empty."""
    return [" " * columns + line if line else "" for line in lines]
