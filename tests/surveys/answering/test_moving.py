"""Going through a questionnaire: one tap one step, back, the summary, and taps that come twice or late."""

from dataclasses import replace
from datetime import timedelta

from surveys.answering.drawing import screen
from surveys.answering.engine import advance, expired, settled, stopped
from surveys.answering.events import Answered, Closed, Completed, Moved, Restored, Withdrawn
from surveys.answering.inputs import Chose, Typed
from surveys.answering.session import SUMMARY, State
from surveys.answering.values import Mark
from tests.surveys.answering.building import NOW, FixedChance, questionnaire
from tests.surveys.answering.person import Person

STARS = {"start": "1", "end": "5"}
COUNTER = questionnaire([{"rate": "range", "parameters": STARS, "required": True}])
FIVE = questionnaire(
    [
        {"came": "select_one", "label": "Приходили?", "choices": "yn", "required": True},
        {"why": "text", "label": "Зачем?", "relevant": "${came} = 'yes'"},
        {"rate": "range", "label": "Оценка", "parameters": STARS, "required": True, "relevant": "${came} = 'yes'"},
        {"wait": "integer", "label": "Минут?", "required": True},
        {"more": "text", "label": "Что ещё?"},
    ]
)


def at_summary() -> Person:
    person = Person(FIVE).taps("Да").types("Справка").taps("4").types("15").taps("Пропустить")
    assert person.session.step == SUMMARY
    return person


def test_one_tap_answers_and_submits_a_questionnaire_of_one_question() -> None:
    person = Person(COUNTER).taps("5")
    assert person.events == (Answered("rate", 5), Completed((("rate", 5),)))
    assert person.session.state is State.SUBMITTED
    assert person.sees("Спасибо")


def test_a_doubled_tap_stores_one_answer() -> None:
    person = Person(FIVE).taps("Да")
    once = person.session
    assert person.taps_again().was_stale
    assert person.session == once


def test_a_tap_on_an_old_screen_never_answers_the_wrong_question() -> None:
    person = Person(FIVE)
    old = person.button("Нет").action
    person.taps("Да")
    person.tapped = old
    assert person.taps_again().was_stale
    assert person.session.answers == {"came": "yes"}


def test_a_doubled_back_goes_back_once() -> None:
    person = Person(FIVE).taps("Да").types("Справка").taps("← Назад")
    assert person.session.step == "why"
    assert person.taps_again().was_stale
    assert person.session.step == "why"


def test_a_doubled_send_submits_once() -> None:
    person = at_summary().taps("✅ Отправить")
    assert person.submitted is not None
    assert person.taps_again().events == (Closed(),)


def test_a_made_up_key_is_stale() -> None:
    person = Person(FIVE)
    for given in (Chose("0", "zz"), Chose("0", ""), Chose("", "0"), Chose("zzzzzzz", "0"), Chose("0", "00")):
        assert person.does(given).was_stale


def test_back_shows_the_answer_as_chosen_and_keeping_it_goes_on_where_one_was() -> None:
    person = Person(FIVE).taps("Да").types("Справка").taps("4").taps("← Назад")
    assert person.session.step == "rate"
    assert person.button("4").selected is True
    assert person.button("5").selected is False
    assert person.taps("Оставить").session.step == "wait"
    assert person.session.answers["rate"] == 4


def test_back_shows_a_text_that_was_typed() -> None:
    person = Person(FIVE).taps("Да").types("Справка о составе семьи").taps("← Назад")
    assert person.sees("Ваш ответ: Справка о составе семьи")


def test_the_first_question_has_no_back() -> None:
    person = Person(FIVE)
    assert not person.sees("← Назад")
    assert person.taps("Да").sees("← Назад")


def test_an_answer_off_the_path_is_not_submitted_and_comes_back_with_the_path() -> None:
    person = at_summary().taps("1.").taps("Нет")
    assert Withdrawn("rate") in person.events
    assert Withdrawn("why") in person.events
    assert [name for name, _ in settled(FIVE, person.session)] == ["came", "wait", "more"]
    person.taps("1.").taps("Да")
    assert Restored("rate", 4) in person.events
    assert person.taps("✅ Отправить").submitted == {
        "came": "yes",
        "why": "Справка",
        "rate": 4,
        "wait": 15,
        "more": Mark.SKIPPED,
    }


def test_an_answer_off_the_path_is_not_submitted() -> None:
    person = at_summary().taps("1.").taps("Нет").taps("✅ Отправить")
    assert person.submitted == {"came": "no", "wait": 15, "more": Mark.SKIPPED}


def test_a_question_that_a_change_opens_is_asked_before_the_summary_returns() -> None:
    person = at_summary().taps("1.").taps("Нет").taps("1.")
    person.session = replace(person.session, answers={"came": "no", "wait": 15})
    assert person.taps("Да").session.step == "why"
    assert person.types("Справка").session.step == "rate"
    assert person.taps("5").session.step == "more"
    assert person.taps("Пропустить").session.step == SUMMARY


def test_a_change_from_the_summary_returns_to_it() -> None:
    person = at_summary().taps("3.")
    assert person.session.step == "rate"
    assert person.taps("2").events == (Answered("rate", 2), Moved(SUMMARY))
    assert person.sees("3. Оценка\n2")


def test_back_from_a_change_leaves_the_summary_as_it_was() -> None:
    person = at_summary()
    before = person.session.answers
    person.taps("3.").taps("← Назад")
    assert person.session.step == SUMMARY
    assert person.session.answers == before


def test_back_from_the_summary_opens_the_last_question() -> None:
    assert at_summary().taps("← Назад").session.step == "more"


def test_the_summary_stands_only_behind_more_than_three_questions() -> None:
    rows = [{f"q{n}": "text"} for n in range(4)]
    three, four = Person(questionnaire(rows[:3])), Person(questionnaire(rows))
    for word in "abc":
        three.types(word)
        four.types(word)
    assert three.session.state is State.SUBMITTED
    assert four.types("d").session.step == SUMMARY
    assert four.session.state is State.OPEN


def test_typing_at_the_summary_says_what_to_do_and_changes_nothing() -> None:
    person = at_summary()
    before = person.session
    person.types("отправляй")
    assert person.refused is not None
    assert person.session == before
    assert person.sees("Нажмите «Отправить»")


def test_progress_counts_the_questions_on_the_path_now() -> None:
    person = Person(FIVE)
    assert person.sees("(1/3)")
    assert person.taps("Да").sees("(2/5)")


def test_a_required_question_offers_no_skip_and_an_optional_one_does() -> None:
    person = Person(FIVE)
    assert not person.sees("Пропустить")
    assert person.taps("Да").sees("Пропустить")


def test_an_expired_session_takes_nothing_and_says_so_politely() -> None:
    person = Person(FIVE).taps("Да")
    over = expired(person.session, NOW + timedelta(days=3))
    assert advance(FIVE, over, Typed("Справка"), now=NOW, chance=FixedChance()) == (over, (Closed(),))
    person.session = over
    assert person.sees("закрылся")
    assert settled(FIVE, over) == (("came", "yes"),), "what was rated counts as a partial response"


def test_a_stopped_session_says_so_and_stays_stopped() -> None:
    over = stopped(Person(FIVE).session, NOW)
    assert over.state is State.STOPPED
    assert expired(over, NOW) is over
    assert screen(FIVE, over).answers is None


def test_a_submitted_session_neither_expires_nor_stops() -> None:
    session = Person(COUNTER).taps("5").session
    assert expired(session, NOW) is session
    assert stopped(session, NOW) is session


def test_a_questionnaire_that_asks_nothing_is_complete_at_once() -> None:
    person = Person(questionnaire([{"point": "hidden"}]), point="p17")
    assert person.events == (Answered("point", "p17"), Completed((("point", "p17"),)))
