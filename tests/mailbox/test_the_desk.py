"""Those who answer letters: what they may, what they see, and what is noted of it."""

from surveys.conversation.deeds import ADMIN, COORDINATOR
from surveys.mailbox.letters import Arrived
from surveys.screens import Action
from surveys.work import Work
from tests.mailbox.post_office import ANSWER, LETTER, START, PostOffice, Writer


async def previewed(office: PostOffice) -> tuple[Writer, Writer, str]:
    """An author, an analyst before «Отправить ответ», and the code."""
    author, analyst = await office.employee("1"), await office.analyst()
    code = await author.wrote()
    await office.morning(2)
    await analyst.says("/письма")
    await analyst.taps("Проблема", "Ответить")
    await analyst.says(ANSWER)
    return author, analyst, code


async def test_an_answer_is_sent_once_however_often_it_is_tapped(office: PostOffice) -> None:
    author, analyst, code = await previewed(office)
    send, shown = analyst.screen.controls[0].action, analyst.quoted
    await analyst.does(send, shown, number=5000)
    await analyst.does(send, shown, number=5000)
    await analyst.does(send, shown)
    (thread,) = await office.threads()
    assert [letter.text for letter in thread.letters] == [LETTER, ANSWER]
    entries = await office.works.read(lambda work: work.trail.entries())
    assert [(entry.act, dict(entry.facts)) for entry in entries] == [("letter.answered", {})]
    await author.says(code)
    assert "Ответ администрации, 05.03.2026" in author.seen


async def test_another_text_than_the_one_shown_is_not_sent(office: PostOffice) -> None:
    _, analyst, _ = await previewed(office)
    await analyst.does(analyst.screen.controls[0].action, ("Уволим всех",))
    assert "Пришлите его ещё раз" in analyst.seen
    assert [len(thread.letters) for thread in await office.threads()] == [1]


async def test_a_right_taken_away_between_preview_and_tap_sends_nothing(office: PostOffice) -> None:
    _, analyst, _ = await previewed(office)
    send, shown = analyst.screen.controls[0].action, analyst.quoted
    other = Writer(office, "88", analyst.screen)
    person = await office.enters("88")
    for role in (ADMIN, COORDINATOR):
        await office.works.write(lambda work, role=role: work.roles.grant(person, role, START))
    for deed in (send, Action("letters"), Action("letter", send.args[:1]), Action("lclose", send.args[:1])):
        await other.does(deed, shown)
        assert "не действует" in other.toast
    assert [len(thread.letters) for thread in await office.threads()] == [1]


async def test_an_answer_typed_after_a_restart_is_not_taken_for_a_letter_of_the_analyst(office: PostOffice) -> None:
    _, analyst, _ = await previewed(office)
    office.restarted()
    await analyst.says(ANSWER)
    assert [len(thread.letters) for thread in await office.threads()] == [1]


async def test_long_lists_and_threads_are_turned_over(office: PostOffice) -> None:
    analyst, day = await office.analyst(), START.date()

    def many(work: Work) -> None:
        letters = [
            Arrived(bytes([number]) * 32, (("q1", "idea"),), f"Письмо {number}. " + "я" * 1_980) for number in range(20)
        ]
        work.mailbox.let_in([*letters, *[letters[0]] * 4], day)

    await office.works.write(many)
    await analyst.says("/letters")
    assert "Ждут ответа 20 писем" in analyst.seen
    assert len([label for label in analyst.labels if "Идея" in label]) == 8
    await analyst.taps("Раньше", "Раньше")
    assert len([label for label in analyst.labels if "Идея" in label]) == 4
    await analyst.taps("Позже", "Позже", "Идея")
    for _ in range(4):
        assert len(analyst.seen) < 4_000
        await analyst.taps("Раньше")
    assert "Раньше" not in " ".join(analyst.labels)
    assert "Письмо 0" in analyst.seen
