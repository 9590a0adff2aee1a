"""An employee without a phone on the page: comes in by the shared code, answers the survey, writes a letter.

Every step is what a tap would do, through the same use cases; nothing is put into a table past them.
"""

from collections.abc import Iterator

from bot.demo.chance import SeededChance
from bot.demo.organisation import Mood
from surveys.address import Address
from surveys.conversation.conversation import Conversation
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.letter_form import TICKET
from surveys.conversation.unseen_offers import BEGIN as WRITE
from surveys.screens import Action, Emphasis, Layout, Option, Reply, Screen, Wanted
from surveys.staff.invitation import LINK
from surveys.work import Work

MOST_STEPS = 80
RATED = frozenset({Layout.STARS, Layout.FACES, Layout.SCALE})
HERE = "1"
"""The placement of a colleague's only message."""
SOURCE = "colleagues"
"""Apart from the inputs of phones, which have numbers of their own."""


class Colleague:
    """`numbers` gives each input the number that an update of Telegram would have."""

    def __init__(
        self,
        person: int,
        language: str,
        channel: str,
        *,
        conversation: Conversation,
        chance: SeededChance,
        numbers: Iterator[int],
    ) -> None:
        self._address = Address(channel, str(person))
        self._language = language
        self._conversation = conversation
        self._chance = chance
        self._numbers = numbers

    def comes_in(self, work: Work, code: str) -> None:
        self._conversation.commanded(work, self._incoming(), "start", LINK + code)

    def answers(self, work: Work, campaign: str, mood: Mood, wish: str) -> None:
        """The survey from the promise to the thanks. `wish`: what is written at the end, "" for nothing."""
        outcome = self._tapped(work, Action("anon", (campaign,)))
        rated = 0
        for _ in range(MOST_STEPS):
            screen = outcome.reply.screen
            if screen is not None and screen.answers is not None and screen.answers.layout in RATED:
                rated += 1
                act: Action | str | None = self._rating(screen.answers.options, mood, rated)
            else:
                act = self._next(screen, wish) if screen is not None else None
            if act is None:
                return
            if isinstance(act, str):
                outcome, wish = self._typed(work, act), ""
            else:
                outcome = self._tapped(work, act, screen)

    def writes(self, work: Work, letter: str) -> None:
        """«Сказать анонимно»: the first answer to every question, then the letter."""
        outcome = self._tapped(work, Action(WRITE, (TICKET,)))
        written = False
        for _ in range(MOST_STEPS):
            screen = outcome.reply.screen
            if screen is None or not screen.controls:
                return
            controls = {option.action.verb: option.action for option in screen.controls}
            options = screen.answers.options if screen.answers else ()
            if "lpost" in controls:
                self._tapped(work, controls["lpost"], screen)
                return
            if "send" in controls:
                outcome = self._tapped(work, controls["send"], screen)
            elif screen.wanted is Wanted.TEXT and not written:
                outcome, written = self._typed(work, letter), True
            elif options:
                outcome = self._tapped(work, options[0].action, screen)
            else:
                return

    def _next(self, screen: Screen, wish: str) -> Action | str | None:
        """What to do about a screen: tap, write, or (None) put the phone away."""
        controls = {option.action.verb: option.action for option in screen.controls}
        options = screen.answers.options if screen.answers else ()
        for verb in ("abegin", "send", "tsend"):
            if verb in controls:
                return controls[verb]
        if "tpass" in controls:
            return wish or controls["tpass"]
        free = [option for option in options if option.action.verb == "on"]
        if free or "ok" in controls:
            chosen = len(options) - len(free)
            return controls["ok"] if chosen and "ok" in controls else self._chance.one_of(free).action
        return self._chance.one_of(options).action if options else None

    def _rating(self, options: tuple[Option, ...], mood: Mood, number: int) -> Action:
        liked = mood.liked - (1.5 if number in mood.pains else 0)
        share = (self._chance.around(liked, 0.8) - 1) / 4
        return options[round(min(1.0, max(0.0, share)) * (len(options) - 1))].action

    def _tapped(self, work: Work, action: Action, screen: Screen | None = None) -> Outcome:
        """With what stands quoted and coded on the screen, as the channel reads it back."""
        incoming = self._incoming(placement=HERE, shown=_shown(screen))
        if self._conversation.unseen(action) is None:
            return self._conversation.tapped(work, incoming, action)
        return self._conversation.unseen_tapped(work, incoming, action)

    def _typed(self, work: Work, text: str) -> Outcome:
        incoming = self._incoming()
        outcome = self._conversation.unseen_typed(work, incoming, text)
        return outcome or Outcome(Reply(), self._language)

    def _incoming(self, placement: str = "", shown: tuple[str, ...] = ()) -> Incoming:
        number = next(self._numbers)
        return Incoming(self._address, self._language, SOURCE, number, placement, shown=shown)


def _shown(screen: Screen | None) -> tuple[str, ...]:
    if screen is None:
        return ()
    spans = (span for paragraph in screen.paragraphs for span in paragraph)
    return tuple(
        span.words for span in spans if span.emphasis in (Emphasis.QUOTE, Emphasis.CODE) and isinstance(span.words, str)
    )
