"""`overdue` prints the same bytes everywhere, fits a terminal, and never tells what somebody wrote."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from ruamel.yaml import YAML

from conftest import PROJECT, Goals
from goaltalk.render.finding_formats import FindingForm

EXAMPLE = PROJECT / "examples" / "en"
COMMAND = (sys.executable, "-m", "goaltalk", "--today", "2026-11-10", "overdue")


@pytest.mark.parametrize("form", get_args(FindingForm))
def test_the_same_bytes_in_any_locale_and_any_zone(form: FindingForm) -> None:
    def run(**surroundings: str) -> bytes:
        command = (*COMMAND, "--format", form)
        done = subprocess.run(
            command, cwd=EXAMPLE, env={**os.environ, **surroundings}, capture_output=True, check=False
        )
        assert done.returncode == 1, done.stderr
        return done.stdout

    plain = run(LC_ALL="C", TZ="Pacific/Kiritimati", COLUMNS="40", PYTHONUTF8="0")
    assert plain == run(LC_ALL="nb_NO.UTF-8", LANGUAGE="nb", TZ="Pacific/Pago_Pago", PYTHONHASHSEED="7")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals to ask for")
def test_a_terminal_of_80_columns_shows_whole_words() -> None:
    import pty

    ours, theirs = pty.openpty()
    surroundings = {**os.environ, "COLUMNS": "80"}
    with subprocess.Popen(COMMAND, cwd=EXAMPLE, env=surroundings, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        shown = b"".join(_read_all(ours)).decode().replace("\r\n", "\n")
    assert running.returncode == 1
    assert max(map(len, shown.split("\n"))) <= 80
    assert (
        "\n  error checkin-overdue asbjoern-saether: due 2026-10-17, 24 days late; the last\n      check-in"
        in (shown)
    )
    piped = subprocess.run(COMMAND, cwd=EXAMPLE, capture_output=True, check=False).stdout.decode()
    assert shown.split() == piped.split()


def _read_all(number: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(number, 4096)
        except OSError:  # Linux says so when the other end is closed
            return
        if not part:
            return
        yield part


@pytest.mark.parametrize("form", get_args(FindingForm))
def test_no_format_tells_what_somebody_wrote(example: Callable[[str], Goals], form: FindingForm) -> None:
    goals = example("en")
    written = {
        text
        for path in goals.root.rglob("*.yaml")
        for text in texts(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
        if " " in text and len(text) > 12
    }
    assert len(written) > 100
    secret = "She told me about the divorce"
    goals.write(
        "people/kari-nordmann/2026-H2/review.leader.yaml", f"schema: review/1\nheld: {secret}\n{secret}: 1\n"
    )
    for command in ("overdue", "check"):
        for more in ((), ("--by", "person")) if command == "overdue" else ((),):
            result = goals.run(command, "--format", form, *more, today="2027-03-01")
            assert result.code in (1, 3)
            assert not [text for text in (*written, secret) if text in result.out]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def test_by_person_and_a_file(example: Callable[[str], Goals], tmp_path: Path) -> None:
    goals = example("en")
    result = goals.run("overdue", "--by", "person", "-o", str(tmp_path / "late.txt"))
    assert (result.code, result.out) == (1, "")
    text = (tmp_path / "late.txt").read_text(encoding="utf-8")
    assert text.startswith("asbjoern-saether\n  error checkin-overdue: due 2026-10-17, 24 days late; ")
    assert "; per-lie acts\n" in text
