"""`python -m tests.bench [--quick]`: measures, prints a table and writes `build/bench.json`."""

import argparse
import asyncio
import os
import time
from pathlib import Path

from rich.console import Console

from tests.bench import figures
from tests.bench.campaigns import campaigns
from tests.bench.figures import Figure
from tests.bench.loop import MEMORY, POSTGRES, PTB, PTB_LANES, SQLITE, Contender, Loop
from tests.bench.parts import parts

RESULT = Path("build/bench.json")
RATES = {20: 40, 200: 400}
"""Taps a second, and how many people make them, each five: ten seconds of taps."""


async def measure(quick: bool, server: str, console: Console) -> tuple[list[Figure], list[str]]:
    loop = Loop(server)
    databases = [SQLITE, *([POSTGRES] if server else [])]
    contenders: list[Contender] = [MEMORY, *databases, PTB, *([] if quick else [PTB_LANES])]
    console.print("parts ...")
    measured = await parts(server, seconds=0.05 if quick else 0.3)
    console.print("campaigns ...")
    measured += await campaigns(server, quick=quick)
    console.print("the loop, as fast as it goes ...")
    measured += await loop.throughput(contenders, people=60 if quick else 200, rounds=1 if quick else 3)
    for database in databases[:1] if quick else databases:
        for rate, people in RATES.items():
            if not quick or rate == 200:
                console.print(f"latency, {database.database}, {rate} taps a second ...")
                measured += await loop.latency(database, rate, people // 4 if quick else people)
    return measured, [] if server else ["PostgreSQL was left out: OTKLIK_TEST_POSTGRES names no server."]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look in 40 seconds; figures to see, not to cite")
    quick = parser.parse_args().quick
    console = Console()
    begun, load = time.monotonic(), os.getloadavg()[0]
    measured, remarks = asyncio.run(measure(quick, os.environ.get("OTKLIK_TEST_POSTGRES", ""), console))
    remarks.append(
        f"{os.cpu_count()} cores, load average {load:.1f} before and {os.getloadavg()[0]:.1f} after, "
        f"{time.monotonic() - begun:.0f} s{', quick' if quick else ''}."
    )
    figures.show(measured, remarks, console)
    figures.write(measured, remarks, RESULT)
    console.print(f"Written to {RESULT}.")


if __name__ == "__main__":
    main()
