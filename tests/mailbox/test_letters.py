"""«Сказать анонимно» from the first tap to the answer, on real storage with real keys."""

from pathlib import Path

from surveys.anonymity.keys import Keys
from surveys.conversation.letter_form import TICKET
from surveys.mailbox.codes import grouped
from surveys.mailbox.letters import Standing
from surveys.mailbox.limits import LETTERS_A_DAY
from surveys.screens import Action
from tests.anonymity.world import MemoryKeys
from tests.mailbox.post_office import ANSWER, LETTER, PostOffice, Writer, opened


async def test_a_letter_is_written_let_out_answered_and_read_with_its_code(office: PostOffice) -> None:
    author, analyst = await office.employee("1"), await office.analyst()
    code = await author.wrote()
    assert author.lasting
    assert LETTER not in author.seen
    assert author.wiped == 1
    assert await office.threads() == []
    await office.morning(2)
    await analyst.says("/letters")
    await analyst.taps("Проблема · Бухгалтерия · 05.03")
    assert LETTER in analyst.seen
    assert "Сильно мешает" in analyst.seen
    await analyst.taps("Ответить")
    await analyst.says(ANSWER)
    assert analyst.wiped == 0
    await analyst.taps("Отправить ответ")
    assert ANSWER in analyst.seen
    await author.says(f"/reply {code}")
    assert author.wiped == 2
    assert LETTER in author.seen
    assert ANSWER in author.seen
    assert "Вам ответили" in author.seen
    await author.taps("Спрятать")
    assert author.lasting
    assert ANSWER not in author.seen
    assert code not in author.seen


async def test_the_author_writes_again_and_the_thread_is_new_again(office: PostOffice) -> None:
    author, analyst = await office.employee("1"), await office.analyst()
    code = await author.wrote()
    await author.taps("Добавить предложение")
    assert "Что вы предлагаете?" in author.seen
    await author.says("Купить новый принтер.")
    await author.taps("Отправить")
    await office.morning(2)
    (thread,) = await office.threads()
    assert [letter.text for letter in thread.letters] == [LETTER, "Купить новый принтер."]
    assert thread.about[:2] == (("q1", "problem"), ("q2", "accounting"))
    await analyst.says("/letters")
    await analyst.taps("Проблема", "Закрыть переписку")
    assert (await office.threads())[0].standing is Standing.CLOSED
    await author.says(code)
    await author.taps("Написать ещё")
    await author.says("Спасибо, но принтер всё ещё не работает")
    await author.taps("Отправить")
    await office.morning(3)
    (thread,) = await office.threads()
    assert thread.standing is Standing.NEW
    assert len(thread.letters) == 3


async def test_a_letter_sent_twice_is_one_letter_before_and_after_it_went_out(office: PostOffice) -> None:
    author = await office.employee("1")
    await author.tapped_the_form()
    await author.says(LETTER)
    action, shown = author.screen.controls[0].action, author.quoted
    for _ in range(2):
        await author.does(action, shown)
    assert "уже принято" in author.seen
    assert author.code == shown[1]
    office.restarted()
    await office.morning(2)
    await author.does(action, shown)
    assert "уже принято" in author.seen
    await office.morning(3)
    assert [len(thread.letters) for thread in await office.threads()] == [1]


async def test_names_are_masked_and_a_changed_text_is_not_sent(office: PostOffice) -> None:
    author = await office.employee("1")
    await author.tapped_the_form()
    await author.says(LETTER + " Звоните +7 928 123-45-67, меня зовут Аслан.")
    assert "[телефон], меня зовут [имя]." in author.seen
    assert "928" not in author.seen
    send = author.screen.controls[0].action
    await author.does(send, (LETTER, author.code))
    assert "Пришлите его ещё раз" in author.seen
    assert office.rows()["pool_box"] == []


async def test_only_sending_is_a_writing_work(office: PostOffice) -> None:
    author = await office.employee("1")
    modes = {}
    for carrier in ("!mail", "?mail"):
        for verb in (
            "lbegin",
            "a",
            "send",
            "see",
            "lwrite",
            "ltake",
            "lpost",
            "lstop",
            "lread",
            "lmore",
            "lidea",
            "ladd",
        ):
            modes[verb, carrier] = office.conversation.unseen(Action(verb, (carrier,)))
    assert {at for at, mode in modes.items() if mode == "writes"} == {("lpost", "!mail"), ("ladd", "?mail")}
    assert set(modes.values()) == {"reads", "writes"}
    await author.does(Action("a", ("!mail" + "A" * 14, "0", "0")))
    assert "не действует" in author.toast


async def test_nothing_is_stored_before_it_is_sent_and_nothing_by_reading(office: PostOffice) -> None:
    author, other = await office.employee("1"), await office.employee("2")
    code = await other.wrote()
    await office.morning(2)
    before = office.rows()
    await author.tapped_the_form()
    await author.says("коротко")
    await author.says(LETTER)
    await author.taps("Переписать", "К ответам", "Отправить", "Не отправлять")
    for typed in (
        "/speak",
        "/сказать",
        f"/reply {code}",
        f"/ответ {grouped(code).upper()}",
        code,
        "/otvet",
        "/reply xyz",
    ):
        await author.says(typed)
    await author.taps("Написать ещё") if "Написать ещё" in author.labels else None
    await other.says(code)
    await other.taps("Написать ещё", "К переписке", "Спрятать")
    assert office.rows() == before


async def story(folder: Path, keys: Keys, who: str) -> dict[str, object]:
    """One of two colleagues writes, adds, reads; the days pass."""
    async with opened(folder, keys=keys, secret=folder.parent / "keys") as office:
        writers = {key: await office.employee(key) for key in ("1", "2")}
        author = writers[who]
        code = await author.wrote()
        await author.taps("Добавить предложение")
        await author.says("Купить новый принтер.")
        await author.taps("Отправить")
        waiting = office.rows()
        await office.morning(2)
        await author.says(code)
        await author.taps("Написать ещё")
        await author.says("Пока без перемен, ждём.")
        await author.taps("Отправить")
        written = office.rows()
        await office.morning(3)
        return {"waiting": waiting, "written": written, "out": office.rows(), "file": office.file.read_bytes()}


async def test_no_row_differs_between_two_authors_of_the_same_letters(tmp_path: Path) -> None:
    """Same chance, clock and keys; only the person differs. Not a byte of the database does."""
    stories = [await story(tmp_path / who, MemoryKeys(7), who) for who in ("1", "2")]
    assert stories[0] == stories[1]
    waiting = stories[0]["waiting"]
    assert isinstance(waiting, dict)
    assert len(waiting["pool_box"]) == 2
    assert len(waiting["mark"]) == 2


async def test_every_box_is_of_one_size(office: PostOffice) -> None:
    author = await office.employee("1")
    for text in (LETTER, "🙂" * 2_000, "Ы" * 1_999 + "."):
        await author.wrote(text)
    sizes = {len(value) for row in office.rows()["pool_box"] for value in row if isinstance(value, bytes)}
    assert sorted(sizes) == [16, 8 * 1024 + 28]
    await office.morning()
    assert len(await office.threads()) == 3


async def test_letters_wait_for_company_but_not_longer_than_three_days(office: PostOffice) -> None:
    author, other = await office.employee("1"), await office.employee("2")
    code = await author.wrote()
    await author.says(code)
    assert "принято и ждёт" in author.seen
    await office.morning()
    assert await office.threads() == []
    await author.wrote(LETTER + " Опять.")
    await other.wrote(LETTER + " И у нас.")
    await office.morning()
    assert [letter.day.day for thread in await office.threads() for letter in thread.letters] == [5, 5, 5]
    await author.wrote(LETTER + " Снова.")
    await office.works.write(office.round)
    assert len(await office.threads()) == 3, "a round a day"
    await office.morning(2)
    assert len(await office.threads()) == 3
    await office.morning()
    assert len(await office.threads()) == 4


async def test_five_letters_a_day_and_it_is_said_before(office: PostOffice) -> None:
    author = await office.employee("1")
    await author.does(Action("lbegin", (TICKET,)))
    assert f"до {LETTERS_A_DAY} писем" in author.seen
    for number in range(LETTERS_A_DAY):
        await author.wrote(f"{LETTER} {number}")
    await author.does(Action("lbegin", (TICKET,)))
    assert "больше за день нельзя" in author.seen
    office.clock.moment = office.clock.moment.replace(day=4)
    await author.wrote()
    assert len(office.rows()["pool_box"]) == LETTERS_A_DAY + 1


async def test_who_is_no_employee_cannot_begin_but_reads_and_writes_on_with_a_code(office: PostOffice) -> None:
    author = await office.employee("1")
    code = await author.wrote()
    person = await office.enters("1")
    await office.works.write(lambda work: work.staff.leave(person))
    await author.does(Action("lbegin", (TICKET,)))
    assert "не действует" in author.toast
    await office.enters("9")
    stranger = Writer(office, "9")
    for reader in (author, stranger):
        await reader.says(f"/reply {code}")
        assert "принято и ждёт" in reader.seen
        await reader.taps("Написать ещё")
        await reader.says(f"Пишет читатель {reader.key} уже не со службы")
        await reader.taps("Отправить")
    await office.morning(2)
    assert [len(thread.letters) for thread in await office.threads()] == [3]


async def test_a_letter_typed_at_any_question_goes_with_what_was_tapped_so_far(office: PostOffice) -> None:
    author = await office.employee("1")
    await author.does(Action("lbegin", (TICKET,)))
    await author.taps("Идея")
    await author.says(LETTER)
    await author.taps("Отправить")
    await office.morning(2)
    assert [thread.about for thread in await office.threads()] == [(("q1", "idea"),)]


async def test_after_a_restart_a_letter_is_not_taken_for_anything_else(office: PostOffice) -> None:
    author = await office.employee("1")
    await author.tapped_the_form()
    office.restarted()
    before = office.rows()
    letter = LETTER + " Печатать приходится каждый день." * 40
    await author.says(letter)
    assert author.wiped == 1
    assert "Пока он нигде не сохранён" in author.seen
    await author.taps("Сказать анонимно")
    assert "Так письмо увидят" in author.seen
    assert office.rows() == before
    await author.taps("Отправить")
    await office.morning(2)
    assert [thread.letters[0].text for thread in await office.threads()] == [letter]
