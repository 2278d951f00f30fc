"""Makes text from records harmless wherever it is shown."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
# Inside a word an underscore is only an underscore; everywhere else these begin markup, HTML or an entity.
_MARKUP = r"[\\`*\[\]<>{}|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,32};)|(?<=\s)#(?=#*$)"
_LINE_START = r"^(\s*)([-+#=:]|\d{1,9}(?=[.)](?:\s|$)))"

# What json leaves as it stands, and a terminal would obey or no encoding has: any text may hold any of it.
_OBEYED = r"[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"


def as_json(value: Mapping[str, Any]) -> str:
    """Return a value as JSON that no terminal obeys and every encoding can write; nothing in it is lost."""
    import json

    text = json.dumps(value, indent=2, ensure_ascii=False)
    return re.sub(_OBEYED, lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def harmless(text: str) -> str:
    """Return text that no terminal obeys: no escape sequences, no control or bidirectional characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_table())


def one_line(text: str) -> str:
    """Return harmless text on one line."""
    return " ".join(harmless(text).split())


def escape_markdown(text: str) -> str:
    """Return harmless text that Markdown shows as it stands, on one line."""
    flat = re.sub(_MARKUP, lambda found: "\\" + found[0], one_line(text))
    return re.sub(_LINE_START, _escape_start, flat)


def _escape_start(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


@cache
def _table() -> dict[int, str]:
    controls = [*range(9), 11, 12, *range(14, 32), 127, *range(128, 160), *range(0xD800, 0xE000)]
    bidirectional = map(ord, _BIDI)
    return {**dict.fromkeys(controls, "\ufffd"), **dict.fromkeys(bidirectional, ""), 0x2028: " ", 0x2029: " "}
