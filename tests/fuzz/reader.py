"""Feeds the reader with anything, for as long as it is told: reader.py SECONDS.

No input may end in another way than a value or a refusal, take more than a second, or use more than 200 MB.
Mutations of real records are tried by chance; where atheris is installed it then leads by what the code does.
"""

import random
import resource
import sys
import time
from pathlib import Path

from goaltalk.domain.records import KINDS
from goaltalk.store import reader

SEEDS = Path(__file__).parents[2] / "examples"
SPECIAL = b"[]{}:,-?&*!|>'\"%@`#\t\r\n \\0~=<\xc2\x85\xef\xbb\xbf\xff"
MEGABYTES = 200
SECONDS = 1.0


def read(data: bytes) -> None:
    """Read bytes as each of some kinds of record; an AssertionError says what took too much."""
    started = time.process_time()
    for kind in ("agreement", "checkin", "settings"):
        try:
            reader.read_record(kind, data)
        except reader.Flawed as flawed:
            told = flawed.flaws
        else:
            continue
        assert all(flaw.line > 0 and flaw.column > 0 for flaw in told)
    assert time.process_time() - started < SECONDS * 3, "takes more than a second"


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


def run(seconds: float, seed: int) -> int:
    """Try mutations for some seconds; return how many."""
    chance, until, tried = random.Random(seed), time.monotonic() + seconds, 0
    seeds = [path.read_bytes() for path in sorted(SEEDS.rglob("*.yaml"))]
    while time.monotonic() < until:
        read(mutated(chance.choice(seeds), chance))
        tried += 1
    return tried


def lead(seconds: float) -> None:
    """Let atheris lead; it ends the program itself."""
    import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

    atheris.instrument_func(read)
    options = [f"-max_total_time={seconds:.0f}", f"-rss_limit_mb={MEGABYTES}", "-timeout=5", "-max_len=65536"]
    atheris.Setup([sys.argv[0], *options], read)
    atheris.Fuzz()


if __name__ == "__main__":
    limit = float(sys.argv[1])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = run(limit, random.SystemRandom().randrange(1 << 32))
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    sys.stdout.write(f"{found} inputs of {len(KINDS)} kinds tried by chance, {used} MB more used\n")
    assert used < MEGABYTES
    try:
        lead(limit)
    except ImportError:
        sys.stdout.write("atheris is not installed, so nothing led the way\n")
