"""The emulator as a process of its own."""

import asyncio
import signal
import sys

from aiohttp import ClientConnectionError, ClientSession


async def test_it_prints_its_address_serves_and_stops_though_a_poll_waits() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.emulator", "--token", "77:own", stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        url = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().strip()
        async with ClientSession() as http:
            async with http.get(f"{url}/bot77:own/getMe") as answer:
                assert (await answer.json())["result"]["id"] == 77
            poll = asyncio.create_task(http.get(f"{url}/bot77:own/getUpdates?timeout=50").__aenter__())
            async with http.get(f"{url}/_/journal") as answer:
                assert len((await answer.json())["entries"]) == 1
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 5) == 0
            outcome = (await asyncio.gather(poll, return_exceptions=True))[0]
            assert isinstance(outcome, ClientConnectionError) or getattr(outcome, "status", 0) == 500
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
