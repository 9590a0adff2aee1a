"""Row 1 for what must leave a chat: the process dies owing it, and the next one pays."""

from bot.chat_cleanup import NAME
from surveys.address import Address
from surveys.work import Work
from tests.stories.bots import until
from tests.stories.conftest import Town
from tests.stories.staff_surveys import asleep, launched_long_ago

SAID = "в третьем кабинете шумно"


async def test_words_kept_to_be_deleted_and_words_in_hand_both_go_after_a_kill(town: Town) -> None:
    """One chat is closed, so its debt is in the file; the other's request is under way, so its text comes again."""
    anna, boris = 7_362_000_001, 7_362_000_002
    emulator, kept = town.emulator, town.folder / "keys" / NAME
    async with asleep(town) as survey:
        await launched_long_ago(survey)
        for one in (anna, boris):
            emulator.people.add("Анна", person_id=one)
        now = survey.clock.now()

        def employ(work: Work) -> None:
            for one in (anna, boris):
                person = work.people.enter(Address("telegram", str(one)), "ru", now)
                work.staff.join(person.number, "d0")

        await survey.installation.works.write(employ)

    def own(person: int) -> list[str]:
        return [str(one.content["text"]) for one in emulator.people.get(person).chat.messages.values() if one.mine]

    await town.bot.start()
    closed = {"kind": "error", "code": 429, "description": "Too Many Requests: retry after 600", "retry_after": 600}
    emulator.faults.add({"method": "deleteMessage", "chat": anna, "do": closed})
    slow = emulator.faults.add({"method": "deleteMessage", "chat": boris, "do": {"kind": "drop_before"}})
    for one in (anna, boris):
        emulator.people.say(one, SAID)
    await until(lambda: kept.exists() and slow.hits, 20, "both to be owed")
    await town.bot.kill()
    assert (own(anna), own(boris)) == ([SAID], [SAID])
    assert str(boris) not in kept.read_text()
    emulator.faults.clear()
    await town.bot.start()
    await until(lambda: not own(anna) and not own(boris) and not kept.exists(), 20, "both to go")
    await town.drained()
    await town.bot.stop()
    assert SAID not in town.bot.told
