"""What shows an answer leaves the chat, whatever Telegram does meanwhile, and a stop forgets none of it.

Rows 12 to 14 and 17 of the fault matrix (trust.md 5.4).
"""

import asyncio
import stat

import pytest

from surveys.screens import Reply
from tests.security.town import leaked, until
from tests.transport.sending import ANNA, AWAY, BORIS, Post, closed, refusal, screen

TOO_OLD = "message can't be deleted for everyone"
NOT_EDITABLE = "message can't be edited"
ASKED = "Одно сообщение с вашим ответом не получилось убрать"
CLEARED = "Здесь был ваш ответ. Мы убрали его из чата."
SAID = "шумно"
TRIES = 8
"""Of the gate, for one request."""


def asked(post: Post) -> int:
    return sum(text.startswith(ASKED) for text in post.seen())


async def test_words_go_at_once_and_nothing_is_written_down(post: Post) -> None:
    way = post.wipes(post.says(SAID))
    assert way.firm is not None
    await way.firm
    assert post.own() == []
    assert list(post.folder.iterdir()) == []
    assert post.log.getvalue() == ""


async def test_words_go_after_a_trouble_longer_than_one_request_is_tried(post: Post) -> None:
    post.fault("deleteMessage", AWAY, times=TRIES + 3)
    way = post.wipes(post.says(SAID))
    assert way.firm is not None
    await way.firm
    assert post.debts()
    await until(lambda: not post.own() and not post.kept.exists(), "the words to go")
    assert asked(post) == 0


async def test_an_answer_lost_on_its_way_back_is_no_refusal(post: Post) -> None:
    post.fault("deleteMessage", {"kind": "drop_after"}, times=1)
    way = post.wipes(post.says(SAID))
    assert way.firm is not None
    await way.firm
    assert (post.own(), post.seen(), post.debts()) == ([], [], [])


async def test_a_closed_chat_holds_nobody_up_and_its_debt_is_kept_first(post: Post) -> None:
    post.fault("deleteMessage", closed(3600))
    words = post.says(SAID)
    way, other = post.wipes(words), post.wipes(post.says(SAID, BORIS))
    assert way.firm is not None
    assert other.firm is not None
    await asyncio.gather(way.firm, other.firm)
    assert (post.own(), post.own(BORIS)) == ([SAID], [])
    assert post.debts() == [["telegram", str(ANNA), str(words.id), "own", words.date + 47 * 3600]]
    assert stat.S_IMODE(post.kept.stat().st_mode) == 0o600


async def test_a_chat_that_opens_again_is_swept_by_who_waited(post: Post) -> None:
    post.fault("deleteMessage", closed(10), times=1)
    way = post.wipes(post.says(SAID))
    assert way.firm is not None
    await way.firm
    await until(lambda: not post.own() and not post.kept.exists(), "the words to go")


async def test_a_disk_that_takes_nothing_holds_the_update_until_the_words_are_gone(post: Post) -> None:
    post.fault("deleteMessage", closed(25), times=1)
    post.kept.with_name(f"{post.kept.name}.new").mkdir()
    way = post.wipes(post.says(SAID))
    assert way.firm is not None
    await until(lambda: bool(post.events("chore_not_kept")), "the debt not to be kept")
    assert not way.firm.done()
    await way.firm
    assert post.own() == []


async def test_a_person_is_asked_once_to_delete_what_we_may_not(post: Post) -> None:
    post.fault("deleteMessage", refusal(TOO_OLD))
    way = post.wipes(post.says(SAID))
    assert way.firm is not None
    await way.firm
    assert (asked(post), post.debts()) == (1, [])
    (event,) = post.events("message_stays")
    assert set(event) == {"event", "level", "timestamp", "kind", "count"}
    assert not leaked(post.log.getvalue(), (str(ANNA), SAID))


async def test_who_could_not_be_asked_is_asked_later(post: Post) -> None:
    post.fault("deleteMessage", refusal(TOO_OLD))
    post.fault("sendMessage", AWAY, times=TRIES)
    post.wipes(post.says(SAID))
    await until(lambda: asked(post) == 1 and not post.kept.exists(), "to be asked")


async def test_after_two_days_a_person_is_asked_once_for_everything(post: Post) -> None:
    await post.end()
    words = [post.says(text) for text in (SAID, "темно")]
    post.owes(*(["telegram", str(ANNA), str(one.id), "own", one.date + 47 * 3600] for one in words), "no line of ours")
    post.emulator.clock.advance(49 * 3600)
    post.begin()
    await until(lambda: not post.kept.exists(), "the debts to end")
    assert asked(post) == 1
    assert [event["count"] for event in post.events("message_stays")] == [2]
    assert [event["count"] for event in post.events("chores_unreadable")] == [1]


async def test_who_is_gone_is_owed_nothing(post: Post) -> None:
    words = post.says(SAID)
    post.emulator.people.deactivate(ANNA)
    way = post.wipes(words)
    assert way.firm is not None
    await way.firm
    assert post.debts() == []


@pytest.mark.parametrize(
    ("refused", "left"),
    [
        ({"editMessageText": 1}, ["Принято"]),
        ({"editMessageText": 1, "deleteMessage": 1}, [CLEARED, "Принято"]),
    ],
)
async def test_a_screen_that_cannot_be_edited_is_taken_away(
    post: Post, refused: dict[str, int], left: list[str]
) -> None:
    """And where it cannot be deleted either, it loses its words and buttons."""
    place = await post.stands("5 из 5", "Отправить")
    for method, times in refused.items():
        post.fault(method, refusal(NOT_EDITABLE), times=times)
    way = post.replaces(place, "Принято")
    await way.tried
    assert (post.seen(), post.labels) == (left, [])
    assert way.firm is not None
    await way.firm
    assert post.debts() == []


async def test_a_screen_that_can_neither_be_edited_nor_taken_away_loses_its_buttons_and_is_told_of(post: Post) -> None:
    place = await post.stands("5 из 5", "Отправить")
    for method in ("editMessageText", "deleteMessage"):
        post.fault(method, refusal(NOT_EDITABLE))
    post.replaces(place, "Принято")
    await until(lambda: asked(post) == 1 and not post.kept.exists(), "to be asked")
    assert post.labels == []


async def test_a_screen_that_is_there_no_more_is_drawn_anew(post: Post) -> None:
    place = await post.stands("5 из 5", "Отправить")
    post.emulator.people.get(ANNA).chat.remove(int(place))
    way = post.replaces(place, "Принято")
    await way.tried
    assert post.seen() == ["Принято"]
    assert way.firm is not None
    await way.firm
    assert post.debts() == []


async def test_a_screen_whose_successor_is_lost_is_taken_away(post: Post) -> None:
    place = await post.stands("5 из 5", "Отправить")
    post.fault("editMessageText", AWAY, times=TRIES)
    post.replaces(place, "Принято")
    await until(lambda: post.seen() == [] and not post.kept.exists(), "the screen to go")
    assert len(post.events("reply_lost")) == 1


async def test_a_stop_keeps_what_is_owed_and_the_next_life_pays(post: Post) -> None:
    place = await post.stands("5 из 5", "Отправить")
    slow = post.fault("editMessageText", {"kind": "slow", "seconds": 2})
    post.replaces(place, "Принято")
    await until(lambda: bool(slow.hits), "the edit to be on its way")
    assert post.debts() == []
    await post.end()
    ((*_, kind, _deadline),) = post.debts()
    assert kind == "ours"
    post.emulator.faults.clear()
    post.begin()
    await until(lambda: not post.kept.exists(), "the debt to be paid")
    assert post.labels == []


async def test_a_debt_of_a_former_life_does_not_take_away_what_is_drawn_there_now(post: Post) -> None:
    place = await post.stands("5 из 5", "Отправить")
    await post.end()
    post.owes(["telegram", str(ANNA), place, "ours", post.emulator.clock.seconds() + 47 * 3600])
    post.fault("deleteMessage", AWAY)
    post.begin()
    await post.sends(Reply(screen("Вопрос 2")), placement=place).tried
    await until(lambda: not post.kept.exists(), "nothing to be owed")
    assert post.seen() == ["Вопрос 2"]


async def in_a_closed_chat(post: Post) -> tuple[str, str]:
    """Where two screens stand that show answers. The first is about to be replaced, and Telegram closed the chat."""
    first, second = await post.stands("4 из 5", "Отправить"), await post.stands(SAID, "Отправить")
    closing = post.fault("editMessageText", closed(15), times=1)
    post.replaces(first, "Принято")
    await until(lambda: bool(closing.hits), "Telegram closes the chat")
    return first, second


async def test_more_screens_than_are_kept_drop_nothing_that_must_be_done(post: Post) -> None:
    _, second = await in_a_closed_chat(post)
    post.replaces(second, "Убрано")
    for number in range(30):
        post.wipes(post.says(f"текст {number}"))
        post.sends(Reply(screen(f"экран {number}"), afresh=True))
    await until(lambda: not post.own() and not post.kept.exists(), "all of it to go")
    assert post.seen()[:2] == ["Принято", "Убрано"]


async def test_what_is_drawn_instead_takes_over_what_must_be_done(post: Post) -> None:
    first, second = await in_a_closed_chat(post)
    post.fault("editMessageText", refusal(NOT_EDITABLE), times=2)
    post.replaces(second, "Убрано")
    post.sends(Reply(screen("Вопрос 2")), placement=second)
    await until(lambda: post.seen() == ["Принято", "Вопрос 2"], "both to be replaced")
    assert not {first, second} & {str(one.id) for one in post.chat()}
    await until(lambda: not post.kept.exists(), "nothing to be owed")


async def test_what_is_drawn_elsewhere_takes_nothing_over(post: Post) -> None:
    _, second = await in_a_closed_chat(post)
    post.replaces(second, "Убрано")
    post.sends(Reply(screen("Вопрос 2"), afresh=True), placement=second)
    await until(lambda: post.seen() == ["Принято", "Убрано", "Вопрос 2"], "both to be replaced, and a new one")


async def test_what_a_lasting_screen_retires_goes_as_surely(post: Post) -> None:
    place = await post.stands("4 из 5", "Отправить")
    post.fault("deleteMessage", refusal(TOO_OLD))
    way = post.sends(Reply(screen("Спасибо"), afresh=True), retire=place, lasting=True)
    await way.tried
    assert (post.seen(), post.labels) == ([CLEARED, "Спасибо"], [])
