"""Feeds the reader with anything, for as long as it is told: reader.py SECONDS.

No input may end in another way than a value or a refusal, take more than a second, or use more than 200 MB.
Mutations of real records are tried by chance; where atheris is installed it then leads by what the code does,
for as long again.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from goaltalk.store import reader

SEEDS = Path(__file__).parents[2] / "examples"
SPECIAL = b"[]{}:,-?&*!|>'\"%@`#\t\r\n \\0~=<\xc2\x85\xef\xbb\xbf\xff"
MEGABYTES = 200
SECONDS = 1.0
KINDS = ("agreement", "checkin", "settings")


def examples() -> list[Path]:
    """Return the records to start from."""
    return sorted(SEEDS.rglob("*.yaml"))


def read(data: bytes, slower: float = 1) -> float:
    """Read bytes as each of some kinds of record; return the seconds that the slowest took.

    An AssertionError says what took too much; `slower` is how much longer everything takes than usual.
    """
    longest = 0.0
    for kind in KINDS:
        started = time.process_time()
        try:
            reader.read_record(kind, data)
        except reader.Flawed as flawed:
            told = flawed.flaws
        else:
            told = ()
        longest = max(longest, time.process_time() - started)
        assert all(flaw.line > 0 and flaw.column > 0 for flaw in told)
    assert longest < SECONDS * slower, "takes more than a second"
    return longest


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return a record with some bytes changed, doubled, taken away or repeated many times."""
    parts = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(parts) + 1)
        match chance.randrange(4):
            case 0:
                parts[at:at] = bytes([chance.choice(SPECIAL)])
            case 1:
                parts[at : at + chance.randint(1, 30)] = b""
            case 2:
                parts[at:at] = parts[at : at + chance.randint(1, 200)]
            case _:
                parts[at:at] = bytes([chance.choice(SPECIAL)]) * chance.choice((2, 50, 5000))
    return bytes(parts)


def run(seconds: float, seed: int) -> tuple[int, float]:
    """Try mutations for some seconds; return how many, and the seconds that the slowest took."""
    chance, until, tried, longest = random.Random(seed), time.monotonic() + seconds, 0, 0.0
    seeds = [path.read_bytes() for path in examples()]
    while time.monotonic() < until:
        longest = max(longest, read(mutated(chance.choice(seeds), chance)))
        tried += 1
    return tried, longest


if __name__ == "__main__":
    limit = float(sys.argv[1])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, longest = run(limit, random.SystemRandom().randrange(1 << 32))
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    told = f"{found} inputs read as {len(KINDS)} kinds of record by chance, the slowest in {longest:.2f} s"
    sys.stdout.write(f"{told}, {used} MB more used\n")
    assert used < MEGABYTES
    if find_spec("atheris") is None:
        sys.stdout.write("atheris is not installed, so nothing led the way\n")
    else:
        with tempfile.TemporaryDirectory() as folder:
            led = [sys.executable, str(Path(__file__).with_name("led.py")), f"{limit}", folder]
            code = subprocess.run(led, check=False).returncode
        sys.exit(code)
