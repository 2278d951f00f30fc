"""Shows what is wrong with a set-up: to people, and to other programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from goaltalk.domain.trouble import Trouble
from goaltalk.render.escape import one_line


def as_text(troubles: Sequence[Trouble], mended: Mapping[int, str], *, is_whole: bool) -> str:
    """Return the troubles with their advice; `mended` says by position what was done about some of them."""
    lines: list[str] = []
    for number, one in enumerate(troubles):
        lines.append(f"{one.severity} {one.rule}: {one_line(one.what)}")
        told = [f"mended: {mended[number]}"] if number in mended else one.advice
        lines += [f"    {one_line(line)}" for line in told]
    if not troubles:
        lines.append(
            "nothing is wrong with this set-up" if is_whole else "git is fine, and so is your identity"
        )
    if not is_whole:
        lines.append("not in a goals repository, so only git, identity and private notes were looked at")
    return "\n".join(lines) + "\n"


def doctor_output(troubles: Sequence[Trouble], mended: Mapping[int, str]) -> dict[str, Any]:
    """Return the troubles as `goaltalk/doctor/1`."""
    return {
        "schema": "goaltalk/doctor/1",
        "troubles": [
            {
                "rule": one.rule,
                "severity": one.severity,
                "message": one.what,
                "advice": list(one.advice),
                "paths": list(one.paths),
                "mended": mended.get(number),
            }
            for number, one in enumerate(troubles)
        ],
    }
