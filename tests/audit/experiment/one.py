"""The surveys of one seed, held and attacked one after the other; each is written down when it is done.

python -m tests.audit.experiment.one SEED --kept FOLDER
"""

import argparse
import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import typer

from bot.code_version import code_version
from tests.audit.experiment.attacks import Outcome, Result, attacked
from tests.audit.experiment.plan import STAFF, planned
from tests.audit.experiment.survey import held

SIZES, STORES = tuple(STAFF), ("sqlite", "postgresql")
MEMORY = Path("/dev/shm")
"""Where a copy after every answer costs nothing."""


def carried_out(answers: int, store: str, seed: int, folder: Path, server: str = "") -> Result:
    result = attacked(asyncio.run(held(planned(answers, seed), store, folder, server)))
    result.version = code_version()
    return result


def read_result(kept: Path, answers: int, store: str, seed: int) -> Result | None:
    """None where it is not done yet."""
    path = kept / _name(answers, store, seed)
    if not path.exists():
        return None
    written = json.loads(path.read_text(encoding="utf-8"))
    outcomes = [Outcome(**{**each, "missed": tuple(each["missed"])}) for each in written["outcomes"]]
    return Result(**{**written, "outcomes": outcomes})


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("seed", type=int)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--stores", nargs="+", default=STORES)
    parser.add_argument("--kept", type=Path, required=True)
    parser.add_argument("--end", type=float, default=0.0, help="Unix time after which no survey is begun")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # what was made is cleared away
    trouble = [
        said
        for answers in given.sizes
        for store in given.stores
        if read_result(given.kept, answers, store, given.seed) is None and (not given.end or time.time() < given.end)
        if (said := _written(answers, store, given.seed, given.kept))
    ]
    typer.echo("\n".join(trouble), nl=bool(trouble))
    return 1 if trouble else 0


def _written(answers: int, store: str, seed: int, kept: Path) -> str:
    """What went wrong, in a line; empty where nothing did."""
    name = f"{answers} {store} seed {seed}"
    folder = Path(tempfile.mkdtemp(prefix="otklik-audit-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        result = carried_out(answers, store, seed, folder / "run", os.environ.get("OTKLIK_TEST_POSTGRES", ""))
    except Exception as failure:
        return f"{name}: {type(failure).__name__}: {str(failure)[:300]}".replace("\n", " ")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    (kept / _name(answers, store, seed)).write_text(json.dumps(asdict(result)), encoding="utf-8")
    typer.echo(f"{name}: held in {result.seconds:.0f} s, attacked in {result.attack_seconds:.0f} s", err=True)
    return ""


def _name(answers: int, store: str, seed: int) -> str:
    return f"{answers}-{store}-{seed}.json"


if __name__ == "__main__":
    sys.exit(main())
