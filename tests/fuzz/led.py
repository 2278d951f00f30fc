"""Lets atheris lead the fuzzing of the reader by what its code does; reader.py starts led.py SECONDS FOLDER.

An input that ends otherwise than it may is kept in the working directory, and the exit code is not 0.
"""

import sys
from pathlib import Path

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

# What is imported in here reports to atheris which of its branches an input took.
with atheris.instrument_imports(include=["goaltalk.store", "ruamel.yaml"]):
    import goaltalk.store.marks
    import goaltalk.store.reader  # noqa: F401

sys.path[:0] = [str(Path(__file__).parents[1])]
from fuzz import reader  # noqa: E402

WORDS = ("- ", ": ", "? ", "|-\\x0a", ">+\\x0a", "&a ", "*a", "!!str ", "<<: ", "%YAML 1.1\\x0a", "---\\x0a")


def read(data: bytes) -> None:
    """Read an input; what reports its branches takes three times as long."""
    reader.read(data, slower=3)


def lead(seconds: float, folder: Path) -> None:
    """Let atheris try inputs that grow from all examples, in a folder; it ends the program itself."""
    grown, words = folder / "grown", folder / "words"
    grown.mkdir()
    for number, path in enumerate(reader.examples()):
        (grown / str(number)).write_bytes(path.read_bytes())
    words.write_text("".join(f'"{word}"\n' for word in WORDS))
    options = {
        "max_total_time": f"{seconds:.0f}",
        "rss_limit_mb": f"{reader.MEGABYTES}",
        "timeout": "10",
        "max_len": "65536",
        "len_control": "0",
        "dict": f"{words}",
        "print_final_stats": "1",
        "verbosity": "0",
    }
    atheris.Setup([sys.argv[0], *(f"-{name}={value}" for name, value in options.items()), f"{grown}"], read)
    atheris.Fuzz()


if __name__ == "__main__":
    lead(float(sys.argv[1]), Path(sys.argv[2]))
