"""What is shipped: the wheel, unpacked somewhere else, does what the checkout does."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import PROJECT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is installed already, and unpack it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(PROJECT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def run(unpacked: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    script = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r})\n"
        "import goaltalk; assert goaltalk.__file__.startswith(sys.path[0])\n"
        "from goaltalk.app import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=cwd, capture_output=True, check=False
    )


def test_the_wheel_holds_templates_examples_types_and_licence(unpacked: Path) -> None:
    for name in (
        "templates/en/words.j2",
        "templates/nb/forms/checkin.yaml.j2",
        "examples/en/goaltalk.yaml",
        "writing/ci/goaltalk-check.yml",
        "py.typed",
    ):
        assert (unpacked / "goaltalk" / name).is_file(), name
    assert list(unpacked.glob("goaltalk-*.dist-info/licenses/LICENSE"))
    shipped = {
        path.relative_to(unpacked / "goaltalk").as_posix() for path in (unpacked / "goaltalk").rglob("*.j2")
    }
    there = {path.relative_to(PROJECT).as_posix() for path in (PROJECT / "templates").rglob("*.j2")}
    assert shipped == there


def test_the_wheel_finds_its_own_templates(unpacked: Path, tmp_path: Path) -> None:
    done = run(unpacked, "demo", "d", "--language", "nb", "--today", "2026-11-10", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert "1:1-samtale: Kari Nordmann og Per Lie" in done.stdout.decode()
    checked = run(unpacked, "-C", "d", "check", cwd=tmp_path)
    assert checked.stdout.decode() == "no problems found\n"
