"""Which button stands where under a screen."""

from handlers.telegram.layout import buttons
from surveys.screens import Action, Layout, Option, Options, Screen, Tone, Words


def rows(screen: Screen) -> list[list[str]]:
    def said(words: Words) -> str:
        assert isinstance(words, str)
        return words

    markup = buttons(screen, 0, said, lambda action: action.verb)
    assert markup is not None
    return [[button.text for button in row] for row in markup.inline_keyboard]


def control(words: str, tone: Tone = Tone.NEUTRAL) -> Option:
    return Option(words, Action("x"), tone=tone)


def test_the_summary_shows_the_main_action_and_then_the_numbers_of_its_lines() -> None:
    lines = tuple(Option(f"{number}. Вопрос", Action("edit")) for number in range(1, 17))
    controls = (control("Назад"), control("Отправить", Tone.PRIMARY))
    drawn = rows(Screen("ru", (), Options(Layout.NUMBERED, lines), controls))
    assert drawn[0] == ["Отправить"]
    assert [len(row) for row in drawn] == [1, 8, 8, 1]
    assert drawn[1][0] == "1"
    assert drawn[-1] == ["Назад"]


def test_what_cannot_be_undone_stands_last_and_alone() -> None:
    controls = (control("Удалить", Tone.GRAVE), control("Файл"), control("Готово", Tone.PRIMARY))
    assert rows(Screen("ru", (), None, controls)) == [["Готово"], ["Файл"], ["Удалить"]]


def test_a_label_that_half_a_phone_would_cut_has_a_row_of_its_own() -> None:
    controls = (control("Не было / затрудняюсь"), control("Назад"), control("Пропустить"))
    assert rows(Screen("ru", (), None, controls)) == [["Не было / затрудняюсь"], ["Назад", "Пропустить"]]
