import pytest

from surveys.campaigns.proposals import Found, Pain, Quarter, Sign, Theme, signs

CALM = Quarter(100, 5)


@pytest.mark.parametrize(
    ("this", "before", "expected"),
    [
        (Quarter(30, 9), None, [Sign.MANY_DISSATISFIED]),
        (Quarter(100, 29), None, []),
        (Quarter(29, 29), Quarter(100, 0), []),
        (Quarter(100, 15), CALM, [Sign.MORE_DISSATISFIED]),
        (Quarter(1000, 149), CALM, []),
        (Quarter(100, 29), Quarter(29, 0), []),
        (Quarter(100, 40), Quarter(100, 30), [Sign.MANY_DISSATISFIED, Sign.MORE_DISSATISFIED]),
    ],
)
def test_dissatisfaction_counts_from_thirty_answers_on(
    this: Quarter, before: Quarter | None, expected: list[Sign]
) -> None:
    assert [found.sign for found in signs(this, before)] == expected


def test_a_pain_counts_when_it_is_both_widespread_and_named_ten_times() -> None:
    pains = [Pain("queue", 15, 100), Pain("rare", 14, 100), Pain("few", 9, 9)]
    assert signs(CALM, CALM, pains) == (Found(Sign.PAIN, "queue"),)


def test_complaints_on_a_theme_count_when_they_are_twice_what_is_usual_and_the_usual_is_known() -> None:
    themes = [
        Theme("roads", 10, (5, 5, 5, 5)),
        Theme("trees", 9, (0, 0, 0, 0)),
        Theme("heat", 40, (20, 20, 21, 20)),
        Theme("new", 50, (0, 0, 0)),
    ]
    assert signs(CALM, CALM, themes=themes) == (Found(Sign.COMPLAINTS, "roads"),)
