"""An invented citizen with a poster before them: reads what the bot shows, taps, writes, or walks away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.demo.chance import SeededChance
from bot.demo.clock import CityClock
from bot.demo.comments import Comments
from surveys.address import Address
from surveys.answering.inputs import Typed
from surveys.conversation.conversation import Conversation
from surveys.conversation.incoming import Incoming, Outcome
from surveys.screens import Action, Layout, Option, Screen, Wanted, Words
from surveys.work import Work

MOST_STEPS = 80
RATED = frozenset({Layout.STARS, Layout.FACES, Layout.SCALE})
STEMS = {
    "queue": ("очеред", "ждал", "ожидан", "queue", "wait"),
    "papers": ("документ", "справ", "сведени", "непонятн", "paper", "document", "unclear"),
    "slow": ("срок", "долго", "late", "slow", "term"),
    "rude": ("груб", "вежлив", "персонал", "сотрудник", "rude", "staff"),
}
"""By what words an option names the place's own trouble."""


@dataclass(frozen=True, slots=True)
class Mood:
    """`rating` 1-5. `patience`: the chance to answer one more question that is not required."""

    rating: int
    trouble: str
    patience: float
    curious: bool
    """Takes the longer questionnaire when it is offered."""


class Citizen:
    """`numbers` gives each input the number that an update of Telegram would have."""

    def __init__(
        self,
        person: int,
        language: str,
        channel: str,
        *,
        conversation: Conversation,
        clock: CityClock,
        chance: SeededChance,
        comments: Comments,
        numbers: Iterator[int],
    ) -> None:
        self.language = language
        self._address = Address(channel, str(person))
        self._conversation = conversation
        self._clock = clock
        self._chance = chance
        self._comments = comments
        self._numbers = numbers

    def scan_and_rate(self, work: Work, payload: str, mood: Mood) -> None:
        """One visit, from the scan to wherever this citizen stops."""
        outcome = self._conversation.commanded(work, self._incoming(), "start", payload)
        for _ in range(MOST_STEPS):
            screen = outcome.reply.screen
            act = self._next(screen, mood) if screen is not None else None
            if act is None:
                return
            self._clock.put(self._clock.now() + timedelta(seconds=2 + self._chance.fraction() * 14))
            outcome = self._do(work, act)

    def _do(self, work: Work, act: Action | Typed) -> Outcome:
        if isinstance(act, Typed):
            return self._conversation.typed(work, self._incoming(), act.text)
        return self._conversation.tapped(work, self._incoming(), act)

    def _next(self, screen: Screen, mood: Mood) -> Action | Typed | None:
        """What to do about a screen; None is to put the phone away."""
        controls = {option.action.verb: option.action for option in screen.controls}
        if "send" in controls:
            return controls["send"]
        if "more" in controls:
            return controls["more"] if mood.curious else None
        options = screen.answers.options if screen.answers else ()
        if screen.answers is not None and screen.answers.layout in RATED:
            return self._rating(options, controls, mood)
        if "skip" in controls and not self._chance.happens(mood.patience):
            # Who has had enough skips on or simply leaves.
            return controls["skip"] if self._chance.happens(0.7) else None
        if any(option.action.verb in ("on", "off") for option in options):
            return self._toggled(options, controls, mood)
        if screen.wanted is Wanted.TEXT:
            remark = self._comments.about(mood.trouble, mood.rating, self.language)
            return Typed(remark) if remark else controls.get("skip")
        choices = [option for option in options if option.action.verb == "a"]
        if choices:
            return self._named(choices, mood, bound=mood.rating <= 2).action
        return controls.get("ok") or controls.get("skip")

    def _rating(self, options: tuple[Option, ...], controls: dict[str, Action], mood: Mood) -> Action:
        if "na" in controls and self._chance.happens(0.06):
            return controls["na"]
        share = (mood.rating - 1) / 4 + (self._chance.around(0, 0.12) if len(options) > 5 or len(controls) > 1 else 0)
        return options[round(min(1.0, max(0.0, share)) * (len(options) - 1))].action

    def _toggled(self, options: tuple[Option, ...], controls: dict[str, Action], mood: Mood) -> Action:
        chosen = sum(option.selected is True for option in options)
        if "ok" in controls and not (chosen == 1 and self._chance.happens(0.3)):
            return controls["ok"]
        free = [option for option in options if option.action.verb == "on"]
        return self._named(free, mood, bound=True).action if free else controls["ok"]

    def _named(self, options: list[Option], mood: Mood, *, bound: bool) -> Option:
        """An option by chance; `bound` citizens mostly name the place's own trouble where an option does."""
        stems = STEMS.get(mood.trouble, ())
        telling = [option for option in options if any(stem in _said(option.words) for stem in stems)]
        if bound and telling and self._chance.happens(0.75):
            return self._chance.one_of(telling)
        return self._chance.one_of(options)

    def _incoming(self) -> Incoming:
        return Incoming(self._address, self.language, self._address.channel, next(self._numbers))


def _said(words: Words) -> str:
    return words.lower() if isinstance(words, str) else ""
