"""`make audit`: many surveys, every attacker, one table. Exit status 1 where a pass mark is missed.

Each survey is written to build/audit/ when it is done, so that a run that was stopped goes on where it was, and its
figures are those of one version of the program.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from bot.code_version import code_version
from tests.audit.experiment.docs import write_docs
from tests.audit.experiment.figures import folders_table, passed, table, to_json
from tests.audit.experiment.one import SIZES, STORES, read_result

SEEDS = 20
BUILD = Path("build")
SERVER = os.environ.get("OTKLIK_TEST_POSTGRES", "")


def main() -> int:
    given = _arguments()
    if given.write_docs:
        write_docs(json.loads(given.out.read_text(encoding="utf-8")))
        return 0
    began, version = time.monotonic(), code_version()
    stores = [store for store in given.stores if store == "sqlite" or SERVER]
    if stores != list(given.stores):
        typer.echo("PostgreSQL was left out: OTKLIK_TEST_POSTGRES names no server.")
    kept = BUILD / "audit" / version
    kept.mkdir(parents=True, exist_ok=True)
    failed = _carried_out(given, stores, kept)
    jobs = [(size, store, seed) for seed in range(1, given.seeds + 1) for size in given.sizes for store in stores]
    done = [result for job in jobs if (result := read_result(kept, *job)) is not None]
    if not done:
        typer.echo("\n".join(["no survey was done", *failed]))
        return 1
    missed, seconds = passed(done, failed), time.monotonic() - began
    written = to_json(done, missed, datetime.now(UTC).date().isoformat(), version, seconds)
    given.out.write_text(json.dumps(written, indent=1, ensure_ascii=False), encoding="utf-8")
    typer.echo(f"{table(done)}\n\n{folders_table(done)}\n")
    typer.echo("\n".join(f"MISSED {each}" for each in missed) or "every pass mark is kept")
    typer.echo(f"{len(done)} of {len(jobs)} surveys, {seconds:.0f} s, version {version}")
    return 1 if missed else 0


def _arguments() -> Any:
    parser = argparse.ArgumentParser(prog="python -m tests.audit.experiment", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="surveys of each size and store")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, choices=SIZES, help="answers in a survey")
    parser.add_argument("--stores", nargs="+", default=STORES, choices=STORES)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=0.0, help="begin no survey after so many")
    parser.add_argument("--out", type=Path, default=BUILD / "audit.json")
    parser.add_argument("--write-docs", action="store_true", help="only put the figures of --out into the docs")
    return parser.parse_args()


def _carried_out(given: Any, stores: Sequence[str], kept: Path) -> list[str]:
    """One process for each seed, so many at a time. What went wrong."""
    end = time.time() + given.minutes * 60 if given.minutes else 0.0
    named = ["--sizes", *map(str, given.sizes), "--stores", *stores, "--kept", str(kept), "--end", str(end)]

    def attacked(seed: int) -> list[str]:
        command = [sys.executable, "-m", "tests.audit.experiment.one", str(seed), *named]
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
        said = done.stdout.splitlines()
        return said if done.returncode == 0 or said else [f"seed {seed}: exit status {done.returncode}"]

    with ThreadPoolExecutor(given.processes) as processes:
        return [each for said in processes.map(attacked, range(1, given.seeds + 1)) for each in said]


if __name__ == "__main__":
    sys.exit(main())
