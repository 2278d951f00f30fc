"""Lets a person write a record in their own editor; nothing typed is ever lost."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from goaltalk.errors import BadData, GoaltalkError, SaveProblem
from goaltalk.store.private import make_private
from goaltalk.writing.draft import Draft, Entry, fill_in
from goaltalk.writing.finish import Outcome

MARK = "# goaltalk: "
SUDDEN = 1.0
NO_WAITING = (
    "left as it was, nothing saved; if the editor opens a window of its own, have it wait, "
    "such as EDITOR='code --wait'; until then the text is in {file}"
)
FALLBACK = "notepad" if sys.platform == "win32" else "vi"


def make_workplace() -> Path:
    """Make a folder for an editor to work in, among what is temporary on this machine."""
    return Path(tempfile.mkdtemp(prefix="goaltalk-"))


def settle_entry(
    draft: Draft,
    given: Entry,
    settle: Callable[[Draft], Outcome],
    workplace: Callable[[], Path] = make_workplace,
) -> Outcome:
    """Fill a draft in as the command line says, or else in the editor, and settle it.

    `workplace` makes the folder that the editor works in, and that keeps the text when it cannot be saved.
    """
    if given.wants_editor:
        return write_in_editor(draft, settle, workplace())
    return settle(fill_in(draft, given))


def write_in_editor(draft: Draft, settle: Callable[[Draft], Outcome], folder: Path) -> Outcome:
    """Open the draft in the editor until what is written can be saved, and settle it.

    `settle` checks, saves and commits; its BadData opens the editor again, problems on top. An emptied
    or unchanged file, or an editor that fails, ends it: SaveProblem says where in `folder` the text is kept.
    """
    file = folder / Path(draft.path).name
    text, problems = draft.text, tuple[str, ...]()
    while True:
        began = time.monotonic()
        written = _edit(file, _with_problems(text, problems))
        is_sudden = time.monotonic() - began < SUDDEN
        if not _has_content(written):
            raise SaveProblem(
                f"the file was emptied, so nothing is saved; what you had is in {_keep(file, text)}"
            )
        if written == text and is_sudden and not problems:
            return Outcome(NO_WAITING.format(file=file), saved=False)
        if written == text and (problems or draft.before is None):
            return _give_up(file, text, problems)
        text = written
        try:
            outcome = settle(replace(draft, text=text))
        except BadData as error:
            problems = error.lines
        except GoaltalkError as error:
            raise type(error)(*error.lines, f"your text is kept in {_keep(file, text)}") from None
        except OSError as error:
            what = error.strerror or str(error)
            raise SaveProblem(
                f"nothing is saved ({what}); your text is kept in {_keep(file, text)}"
            ) from None
        else:
            shutil.rmtree(folder, ignore_errors=True)
            return outcome


def _give_up(file: Path, text: str, problems: Sequence[str]) -> Outcome:
    if problems:
        kept = f"the problems are still there, so nothing is saved; your text is in {_keep(file, text)}"
        raise BadData(*problems, kept)
    shutil.rmtree(file.parent, ignore_errors=True)
    return Outcome("left as it was, nothing saved", saved=False)


def _edit(file: Path, text: str) -> str:
    """Run the editor on a text and return what was written, without our own comments."""
    _keep(file, text)
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or FALLBACK
    try:
        with _interrupts_left_to_the_editor():
            done = subprocess.run([*shlex.split(command, posix=os.name != "nt"), str(file)], check=False)  # noqa: S603
    except (OSError, ValueError):
        raise SaveProblem(
            f"the editor '{command}' cannot be started; set EDITOR, or use --set; the form is in {file}"
        ) from None
    if done.returncode:
        raise SaveProblem(
            f"the editor ended with {done.returncode}, so nothing is saved; your text is in {file}"
        )
    try:
        written = file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise SaveProblem(f"what was written is not UTF-8, so nothing is saved; it is in {file}") from None
    lines = written.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(MARK))


@contextmanager
def _interrupts_left_to_the_editor() -> Iterator[None]:
    """Let Ctrl-C reach the editor alone: what is typed there is not ours to end."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _with_problems(text: str, problems: Sequence[str]) -> str:
    """Put the problems on top, each with the line it has in the file as it is shown."""
    shown = [problem.split(":", 3) for problem in problems]
    top = len(shown) + bool(shown)
    lines = [f"{MARK}{_moved(parts, top)}\n" for parts in shown]
    last = [f"{MARK}mend these and save; leave it as it is, or empty it, to stop\n"] if lines else []
    return "".join((*lines, *last, text))


def _moved(parts: Sequence[str], by: int) -> str:
    if len(parts) == 4 and parts[1].isdigit():
        return f"line {int(parts[1]) + by}, column {parts[2]}:{parts[3]}"
    return ":".join(parts)


def _has_content(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def _keep(file: Path, text: str) -> Path:
    """Write a text for nobody else to read; an editor may have put a file of its own in the place."""
    make_private(file)
    file.write_text(text, encoding="utf-8", newline="")
    return file
