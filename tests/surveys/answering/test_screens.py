"""What a screen says: labels, piping, languages, notes, matrices, keys."""

import json
from dataclasses import replace

import pytest

from surveys.answering.drawing import screen
from surveys.answering.inputs import Changed, Chose, Spoke, Toggled
from surveys.answering.keys import SUMMARY_KEY, index_of, key_of, read_action
from surveys.answering.stored import session_from_json, session_to_json
from surveys.questionnaires.definition import Localized
from surveys.screens import Action, Emphasis
from tests.surveys.answering.building import questionnaire
from tests.surveys.answering.person import TEXTS, Person, options, shown

STARS = {"start": "1", "end": "5"}


def test_piping_shows_the_label_and_not_the_code() -> None:
    rows = [{"a": "select_one", "choices": "yn"}, {"b": "text", "label": "Почему «${a}»?"}]
    assert Person(questionnaire(rows)).taps("Да").sees("Почему «Да»?")


def test_a_piped_answer_is_not_read_as_markup_or_as_another_reference() -> None:
    rows = [{"a": "text"}, {"b": "text", "label": "Вы сказали: ${a}"}]
    assert Person(questionnaire(rows)).types("${b} <b>").sees("Вы сказали: ${b} <b>")


def test_piping_an_unanswered_question_shows_nothing() -> None:
    rows = [{"a": "text"}, {"b": "text", "label": "[${a}]"}]
    assert Person(questionnaire(rows)).taps("Пропустить").sees("[]")


def test_piping_other_shows_the_words_given_for_it() -> None:
    rows = [{"a": "select_one", "choices": "yn", "or_other": True}, {"b": "text", "label": "${a}!"}]
    assert Person(questionnaire(rows)).taps("Другое").types("по-разному").sees("по-разному!")


def test_notes_stand_above_the_next_question_and_cost_no_tap() -> None:
    rows = [{"n": "note", "label": "Сначала прочтите"}, {"q": "text", "label": "Вопрос"}]
    person = Person(questionnaire(rows))
    assert person.session.step == "q"
    text = shown(person.screen)
    assert text.index("Сначала прочтите") < text.index("Вопрос")


def test_a_note_at_the_end_is_said_with_the_thanks() -> None:
    person = Person(questionnaire([{"q": "text"}, {"n": "note", "label": "Адрес: площадь, 1"}])).types("x")
    assert person.submitted == {"q": "x"}
    assert person.sees("Адрес: площадь, 1")


def test_a_long_note_is_a_screen_of_its_own() -> None:
    person = Person(questionnaire([{"n": "note", "label": "очень длинно " * 200}, {"q": "text", "label": "Вопрос"}]))
    assert not person.sees("Вопрос")
    assert person.taps("Понятно").sees("Вопрос")


def test_rows_of_a_matrix_stand_under_the_label_of_their_group() -> None:
    lists = {"agree": {"1": "Не согласен", "2": "Согласен"}}
    rows = [{"a": "select_one", "label": "Вежливо", "choices": "agree"}]
    rows.append({"b": "select_one", "label": "Быстро", "choices": "agree"})
    person = Person(questionnaire([{"m": "group", "label": "Оцените приём", "items": rows}], lists))
    assert person.screen.paragraphs[0][0].emphasis is Emphasis.STRONG
    assert shown(person.screen).index("Оцените приём") < shown(person.screen).index("Вежливо")
    text = shown(person.taps("Согласен").screen)
    assert text.index("Оцените приём") < text.index("Быстро")


def test_the_introduction_stands_on_the_first_screen_only() -> None:
    settings = {"title": "О приёме", "intro": "Ответы обезличены"}
    person = Person(questionnaire([{"a": "text"}, {"b": "text"}], settings=settings))
    assert person.sees("О приёме")
    assert person.sees("Ответы обезличены")
    assert not person.types("x").sees("Ответы обезличены")


def test_a_required_question_offers_no_skip_and_shows_its_hint() -> None:
    person = Person(questionnaire([{"a": "text", "label": "Имя улицы", "hint": "без номера дома", "required": True}]))
    assert person.sees("без номера дома")
    assert not person.sees("Пропустить")
    assert not person.sees("*")


def test_a_short_questionnaire_asks_without_a_heading() -> None:
    settings = {"title": "Оценка обслуживания"}
    assert not Person(questionnaire([{"a": "text"}], settings=settings)).sees("Оценка обслуживания")
    longer = [{name: "text"} for name in "abcd"]
    assert Person(questionnaire(longer, settings=settings)).sees("Оценка обслуживания")


TWO = questionnaire(
    [{"a": "text", "label": {"ru": "Как дела?", "en": "How are you?"}}, {"b": "text"}],
    languages={"ru": "Русский", "en": "English"},
)


def test_the_persons_language_chooses_the_nearest_offered() -> None:
    assert Person(TWO, language="en-GB").sees("How are you?")
    assert Person(TWO, language="tt").sees("Как дела?")
    assert Person(TWO, language="de").sees("How are you?")


def test_a_button_changes_the_language_and_the_answers_stay() -> None:
    person = Person(TWO).taps("English")
    assert person.session.language == "en"
    assert person.sees("How are you?")
    assert person.sees("[Skip]")


def test_a_language_that_is_not_offered_is_stale() -> None:
    assert Person(TWO).does(Spoke("fr")).was_stale


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_phrase_of_a_long_way_is_in_the_catalogue(language: str) -> None:
    kinds = ["text", "integer", "decimal", "range", "date", "time", "image", "file", "geopoint", "acknowledge"]
    rows = [{f"q{n}": kind} for n, kind in enumerate(kinds)]
    rows += [{f"s{n}": kind, "choices": "yn"} for n, kind in enumerate(["select_one", "select_multiple", "rank"])]
    person = Person(questionnaire(rows), language=language)
    while person.session.step != "summary":
        assert not person.types("\u2049").sees("answering.")
        assert not person.sends("x.zip", "application/zip", 1 << 30).sees("answering.")
        person.events = ()
        person.taps("Skip" if language == "en" else "Пропустить")
    assert not person.types("x").sees("answering.")
    assert not person.taps("✅").sees("answering.")


def test_both_languages_have_the_same_texts() -> None:
    from babel.messages.pofile import read_po

    from surveys.texts import HERE

    keys = []
    for language in ("ru", "en"):
        with (HERE / f"answering.{language}.po").open("rb") as source:
            messages = [message for message in read_po(source, locale=language) if message.id]
        assert all(all(m.string) if isinstance(m.string, tuple) else m.string for m in messages)
        keys.append([message.id for message in messages])
    assert keys[0] == keys[1]
    assert TEXTS.say("x", "ru") == "x"


# --- keys


@pytest.mark.parametrize(("index", "key"), [(0, "0"), (35, "z"), (36, "10"), (28, "s"), (1295, "zz")])
def test_keys_are_numbers_in_base_36(index: int, key: str) -> None:
    assert key_of(index) == key
    assert index_of(key) == index


@pytest.mark.parametrize("key", ["", "-1", "A", "01", SUMMARY_KEY, "zzzzzzz", "١", " 1"])
def test_anything_else_is_no_key(key: str) -> None:
    assert index_of(key) is None


def test_actions_read_back_as_inputs() -> None:
    assert read_action(Action("a", ("k", "3", "1"))) == ("k", Chose("3", "1"))
    assert read_action(Action("on", ("k", "3", "1"))) == ("k", Toggled("3", "1", True))
    assert read_action(Action("off", ("k", "3", "1"))) == ("k", Toggled("3", "1", False))
    assert read_action(Action("edit", ("k", "_", "1"))) == ("k", Changed("_", "1"))
    assert read_action(Action("lang", ("k", "en"))) == ("k", Spoke("en"))


@pytest.mark.parametrize(
    "action", [Action("a"), Action("a", ("k",)), Action("zz", ("k", "1")), Action("ok", ("k",) * 3)]
)
def test_an_action_that_is_not_ours_reads_as_none(action: Action) -> None:
    assert read_action(action) is None


def test_every_action_is_short_even_in_a_long_questionnaire() -> None:
    lists = {"l": {f"a_very_long_option_name_{n}": f"Вариант {n}" for n in range(100)}}
    rows = [{f"a_very_long_question_name_{n}": "select_one", "choices": "l"} for n in range(50)]
    person = Person(questionnaire(rows, lists))
    for _ in range(50):
        assert all(_bytes(option.action) <= 24 for option in options(person.screen))
        person.taps("Пропустить")
    assert all(_bytes(option.action) <= 24 for option in options(person.screen))


def _bytes(action: Action) -> int:
    return len(":".join((action.verb, *action.args)).encode())


def test_a_session_reads_back_from_json_and_nothing_else_does() -> None:
    person = Person(
        questionnaire([{"a": "geopoint"}, {"b": "text"}]), point_services=(("a", "А"), ("b", "Б")), unit="u"
    )
    person.is_at(56.0, 92.0)
    stored = json.loads(json.dumps(session_to_json(person.session)))
    assert session_from_json(stored) == person.session
    assert screen(person.definition, session_from_json(stored)) == person.screen
    for missing in ("v", "k", "f", "fv", "l", "b", "t", "s"):
        with pytest.raises(ValueError):
            session_from_json({name: value for name, value in stored.items() if name != missing})


def test_the_last_words_say_an_answer_back() -> None:
    asked = questionnaire([{"name": "text"}])
    outro = Localized((("", "Спасибо, ${name}!"),))
    definition = replace(asked, settings=replace(asked.settings, outro=outro))
    person = Person(definition)
    person.types("Анна")
    assert person.sees("Спасибо, Анна!")
