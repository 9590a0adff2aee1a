"""`python -m bot.emulator`: the emulated Telegram in a process of its own."""

import argparse
import asyncio
import contextlib
import logging
import signal
import sys

from bot.emulator.options import Options
from bot.emulator.server import Emulator


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    arguments = _parser().parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(arguments))


def _parser() -> argparse.ArgumentParser:
    defaults = Options()
    parser = argparse.ArgumentParser(prog="python -m bot.emulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=defaults.token)
    parser.add_argument("--limits", action="store_true", help="flood limits like Telegram's")
    parser.add_argument("--no-local", dest="local", action="store_false", help="webhook addresses as in the cloud")
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--journal-limit", type=int, default=defaults.journal_limit)
    parser.add_argument("--callback-deadline", type=float, default=defaults.callback_deadline, help="seconds")
    return parser


async def _serve(arguments: argparse.Namespace) -> None:
    options = {name: value for name, value in vars(arguments).items() if name not in ("host", "port")}
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with Emulator(arguments.host, arguments.port, **options) as emulator:
        sys.stdout.write(f"{emulator.url}\n")
        sys.stdout.flush()
        await stopped.wait()


if __name__ == "__main__":
    main()
