"""The documents are true: every command in them is run, and what it prints stands below it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from conftest import PROJECT
from goaltalk.app import COMMANDS, make_door

TODAY = "2026-11-10"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
UPDATE = "GOALTALK_UPDATE_GOLDEN"
DIGITS = re.compile(r"(?<=commit )[0-9a-f]{10}|(?<=agreement-)[0-9a-f]{12}")


def pages() -> list[Path]:
    return [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


def run(line: str, folder: Path, who: str) -> tuple[str, Path]:
    """Run a line in bash on the story's day; return what it printed, and the folder it ended in."""
    wanted = line.replace("goaltalk ", f"goaltalk --today {TODAY} ")
    name, email = {"per": ("Per Lie", "per@fjord.example"), "kari": ("Kari", "kari@fjord.example")}[who]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        **{f"GIT_{role}_NAME": name for role in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{role}_EMAIL": email for role in ("AUTHOR", "COMMITTER")},
    }
    script = f'set -o pipefail; {wanted}; echo "[$?]"; pwd'
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, check=False
    )
    *printed, code, here = done.stdout.decode().rstrip("\n").split("\n")
    assert "Traceback" not in done.stderr.decode()
    assert code in ("[0]", "[1]", "[141]"), f"{line}: {done.stderr.decode()}"
    return DIGITS.sub(_steady, "".join(text + "\n" for text in printed)), Path(here)


def _steady(found: re.Match[str]) -> str:
    """Put the same digits where every run has others."""
    return "0123456789ab"[: len(found[0])]


def told(block: str) -> Iterator[str]:
    """Yield the commands of a block, without what stands below them."""
    for line in block.split("\n"):
        if line.startswith("$ "):
            yield line.removeprefix("$ ")


def writer(line: str) -> str:
    """Say who types a line: Kari prepares and proposes, her leader does the rest."""
    return "kari" if line.startswith(("goaltalk prep", "goaltalk agree", "goaltalk checkin")) else "per"


@pytest.mark.parametrize(
    "page", [page for page in pages() if "```console" in page.read_text()], ids=lambda page: page.name
)
def test_every_command_in_the_documents_prints_what_stands_below_it(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    demo = tmp_path / "demo"
    run(f"goaltalk demo {demo}", tmp_path, "per")
    here = {"reading": demo, "writing": tmp_path}

    def rerun(found: re.Match[str]) -> str:
        shown: list[str] = []
        place = "writing" if "goaltalk init" in found[1] or here["writing"] != tmp_path else "reading"
        for line in told(found[1]):
            printed, here[place] = run(line, here[place], writer(line))
            shown.append(f"$ {line}\n{printed}")
        return f"```console\n{''.join(shown)}```"

    truth = BLOCK.sub(rerun, text)
    if os.environ.get(UPDATE):
        page.write_text(truth, encoding="utf-8")
    assert truth == page.read_text(encoding="utf-8"), f"{page.name} is not true any more; make golden"


def test_the_list_of_commands_says_what_help_says() -> None:
    parts = ["# Commands\n\nWhat `goaltalk --help` and each command's `--help` say.\n"]
    door = make_door()
    context = door.make_context("goaltalk", [], resilient_parsing=True)
    parts.append(f"```text\n{door.get_help(context).strip()}\n```\n")
    for name in COMMANDS:
        command = door.get_command(context, name)
        for words, one in _with_children(name, command):
            made = one.make_context(
                f"goaltalk {words}", [], resilient_parsing=True, terminal_width=96, max_content_width=96
            )
            parts.append(f"## {words}\n\n```text\n{one.get_help(made).strip()}\n```\n")
    truth = "\n".join(parts)
    page = PROJECT / "docs" / "commands.md"
    if os.environ.get(UPDATE):
        page.write_text(truth, encoding="utf-8")
    assert truth == page.read_text(encoding="utf-8"), "docs/commands.md is not true any more; make golden"


def _with_children(
    name: str, command: typer.core.TyperCommand
) -> Iterator[tuple[str, typer.core.TyperCommand]]:
    children = getattr(command, "commands", {})
    if not children:
        yield name, command
    for child_name, child in children.items():
        yield f"{name} {child_name}", child


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for page in (*pages(), PROJECT / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_no_document_or_code_names_a_path_of_a_machine() -> None:
    spoken = [*(PROJECT / "cli").rglob("*.py"), *pages()]
    for path in spoken:
        assert not re.search(r"(?<![\w.])/(?:home|root|Users)/\w", path.read_text(encoding="utf-8")), path


def test_git_and_bash_are_there() -> None:
    assert shutil.which("git")
    assert shutil.which("bash")
