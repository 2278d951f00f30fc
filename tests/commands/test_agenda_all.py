"""The agendas of all whom somebody leads."""

from collections.abc import Callable
from pathlib import Path

from conftest import Goals

Copy = Callable[[str], Goals]
LINE = "=" * 80


def test_agendas_stand_one_after_another(example: Copy) -> None:
    parts = example("en").ok("--as", "per-lie", "agenda", "--all").split(f"\n{LINE}\n")
    assert [part.split("\n")[0] for part in parts][:2] == [
        "Check-in: Amina Hussein and Per Lie",
        "Check-in: Asbjørn Sæther and Per Lie",
    ]
    assert len(parts) == 5


def test_a_folder_takes_a_file_each(example: Copy, tmp_path: Path) -> None:
    goals = example("en")
    folder = tmp_path / "deep" / "agendas"
    assert goals.ok("agenda", "--led-by", "per", "--format", "md", "-o", str(folder)) == ""
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "amina-hussein-2026-11-17.md"
    assert len(names) == 5
    assert (folder / names[0]).read_text().startswith("# Check-in: Amina Hussein and Per Lie\n")
    goals.ok("agenda", "kari", "-o", str(folder))
    assert (folder / "kari-nordmann-2026-11-10.txt").exists()


def test_a_broken_file_hides_no_other_agenda(example: Copy) -> None:
    goals = example("en")
    goals.write("people/amina-hussein/2026-H2/agreement.yaml", "goals: [\n")
    result = goals.run("--as", "per-lie", "agenda", "--all")
    assert result.code == 3
    assert "people/amina-hussein/2026-H2/agreement.yaml:" in result.err
    assert "Check-in: Tomasz Zieliński and Per Lie" in result.out


def test_what_makes_no_sense_is_refused(goals: Goals, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("x")
    for arguments, said in (
        ((), "whose agenda? goaltalk agenda PERSON, or --all"),
        (("kari", "--all"), "PERSON and --all do not go together"),
        (("--all", "--format", "json"), "name a folder with -o DIR"),
        (("--all", "--led-by", "kari"), "this person leads nobody"),
        (("--all", "-o", str(taken)), "name a folder"),
    ):
        result = goals.run("agenda", *arguments)
        assert (result.code, said in result.err) == (2, True), result.err
