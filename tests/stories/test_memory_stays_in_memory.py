"""The running bot's memory, which holds keys, can be written to no disk by a crash."""

from pathlib import Path

from tests.stories.conftest import Town


def core_limits(process: int) -> list[str]:
    """The soft and the hard limit of a core dump's size."""
    for line in Path(f"/proc/{process}/limits").read_text().splitlines():
        if line.startswith("Max core file size"):
            return line.split()[-3:-1]
    raise AssertionError("the kernel names no such limit")


async def test_a_running_bot_leaves_no_core_dump(town: Town) -> None:
    await town.bot.start()
    assert core_limits(town.bot.number) == ["0", "0"]
    await town.bot.stop()
