"""A real terminal to run the command on, and an editor that is a script."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

from conftest import PEOPLE, Goals


def make_editor(folder: Path, script: str) -> str:
    """Make an editor that is a shell script; $1 is the file."""
    editor = folder / "editor.sh"
    editor.write_text(f"#!/bin/sh\necho run >> '{folder}/runs'\n{script}\n", encoding="utf-8")
    editor.chmod(0o700)
    return str(editor)


def on_terminal(
    goals: Goals, editor: str, *arguments: str, who: str = "kari-nordmann", answer: str = ""
) -> tuple[int, str]:
    """Run goaltalk with a terminal for its input and output; return the exit code and the screen.

    `answer` is typed ahead, for what is asked.
    """
    name, email = PEOPLE[who]
    environment = {
        **os.environ,
        "EDITOR": editor,
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": email,
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": email,
    }
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "goaltalk", "-C", str(goals.root), "--today", goals.today, *arguments]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        os.write(ours, answer.encode())
        screen = b""
        while True:
            if not select.select([ours], [], [], 60)[0]:
                process.kill()
                break
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            screen += part
    os.close(ours)
    return process.returncode, screen.decode().replace("\r\n", "\n")
