"""How options become rows of buttons that fit a phone of 390 pixels.

Telegram takes 100 buttons and shows 8 in a row; about 10 kB of markup is refused (peers.md 2, row 27). Long lists are
paged well below that.
"""

from collections.abc import Callable, Iterator, Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from surveys.screens import Action, Layout, Option, Options, Phrase, Screen, Tone, Words

PAGE = 10
"""Options of one page: more do not fit a phone's screen above the controls."""
LABEL = 60
"""Signs of a button's text: more is cut by phones anyway, so we cut it ourselves with an ellipsis."""
HALF = 16
"""Signs that fit half a phone's width beside another button."""
PER_ROW = {Layout.STARS: 5, Layout.FACES: 5, Layout.SCALE: 6, Layout.PAIRS: 2, Layout.NUMBERED: 8}
STYLE = {Tone.PRIMARY: "primary", Tone.GOOD: "success", Tone.GRAVE: "danger"}
CHOSEN = {Layout.TOGGLES: ("☑ ", "☐ "), Layout.RANKING: ("", "")}

FACES = {"1": "😡", "2": "🙁", "3": "😐", "4": "🙂", "5": "😀"}
DRESSED: dict[Layout, Callable[[str], str]] = {
    Layout.STARS: lambda label: f"{label} ★" if label.isdigit() else label,
    Layout.FACES: lambda label: FACES.get(label, label),
    Layout.NUMBERED: lambda label: label.partition(".")[0],
}

Said = Callable[[Words], str]
Packed = Callable[[Action], str]


def buttons(screen: Screen, page: int, said: Said, packed: Packed) -> InlineKeyboardMarkup | None:
    """The grid under a screen, or None where there is nothing to tap. `page` counts from 0 and is brought in range."""
    answers: list[list[InlineKeyboardButton]] = []
    if screen.answers is not None:
        shown, turn = _page(screen, page)
        answers += [[_button(option, screen.answers.layout, said, packed) for option in row] for row in shown]
        if turn:
            answers.append([_button(option, Layout.PAIRS, said, packed) for option in turn])
    controls = [
        [_button(option, Layout.PAIRS, said, packed) for option in row] for row in _control_rows(screen.controls, said)
    ]
    main = 1 if screen.answers is not None and screen.answers.layout is Layout.NUMBERED else 0
    rows = [*controls[:main], *answers, *controls[main:]]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def page_count(screen: Screen) -> int:
    """Pages of the options; 1 where they are not paged."""
    if screen.answers is None or screen.answers.layout in PER_ROW or len(screen.answers.options) <= PAGE + 1:
        return 1
    return -(-len(screen.answers.options) // PAGE)


def _page(screen: Screen, page: int) -> tuple[Iterator[Sequence[Option]], list[Option]]:
    assert screen.answers is not None
    pages = page_count(screen)
    if pages == 1 or screen.again is None:
        return _rows(screen.answers), []
    page = min(max(page, 0), pages - 1)
    part = Options(screen.answers.layout, screen.answers.options[page * PAGE : (page + 1) * PAGE])
    turn = []
    if page > 0:
        turn.append(Option(Phrase("view.earlier"), _turned(screen.again, page - 1)))
    if page < pages - 1:
        turn.append(Option(Phrase("view.later", {"page": page + 2, "pages": pages}), _turned(screen.again, page + 1)))
    return _rows(part), turn


def _turned(again: Action, page: int) -> Action:
    return Action(again.verb, (*again.args, str(page)))


def _rows(options: Options) -> Iterator[Sequence[Option]]:
    per_row = PER_ROW.get(options.layout, 1)
    count = len(options.options)
    # Even rows: eleven numbers as 6 and 5, never as 6 and 4 and 1.
    rows = -(-count // per_row) if count else 0
    start = 0
    for row in range(rows):
        size = -(-(count - start) // (rows - row))
        yield options.options[start : start + size]
        start += size


def _control_rows(controls: Sequence[Option], said: Said) -> Iterator[Sequence[Option]]:
    """The main action first and what cannot be undone last, each alone; the quiet ones (back, skip) share rows."""
    quiet = [control for control in controls if control.tone is Tone.NEUTRAL]
    yield from ([control] for control in controls if control.tone in (Tone.PRIMARY, Tone.GOOD))
    while quiet:
        pair = all(len(said(control.words)) <= HALF for control in quiet[:2])
        yield quiet[: 2 if pair else 1]
        quiet = quiet[2 if pair else 1 :]
    yield from ([control] for control in controls if control.tone is Tone.GRAVE)


def _button(option: Option, layout: Layout, said: Said, packed: Packed) -> InlineKeyboardButton:
    label = said(option.words)
    if layout in DRESSED:
        label = DRESSED[layout](label)
    if option.selected is not None:
        on, off = CHOSEN.get(layout, ("✓ ", ""))
        label = (on if option.selected else off) + label
    if len(label) > LABEL:
        label = label[: LABEL - 1].rstrip() + "…"
    style = STYLE.get(option.tone)
    return InlineKeyboardButton(text=label or "·", callback_data=packed(option.action), style=style)
