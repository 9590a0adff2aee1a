"""Everything a person can do, each as one unit of work: recorded once, effected once, answered always.

The receipt of the input is written in the transaction of its effect, so an input delivered twice (a kill before the
messenger heard of our success, a retry of its delivery) changes nothing the second time; its screen is drawn again,
because the first reply may never have left.
"""

from collections.abc import Callable
from datetime import datetime

from surveys.answering.inputs import Located, Sent, Typed
from surveys.answering.keys import read_action
from surveys.chance import Chance, Clock
from surveys.conversation.answering import Answering
from surveys.conversation.arriving import Arriving
from surveys.conversation.desk import Desk
from surveys.conversation.incoming import Incoming, Outcome, Policy, only_toast
from surveys.conversation.menus import Menus
from surveys.conversation.privacy import Privacy
from surveys.conversation.repeating import Repeating
from surveys.conversation.running import SEE
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Action, Reply
from surveys.work import Work

SHOWS = frozenset(
    ["surveys", "language", "help", "privacy", "trust", "points", "stop", "erase", "erased", "pt", "renew", "speak"]
)
"""Commands and verbs that may simply be done again: they show something, or leave things as once would."""
INSTEAD = {"renewed": "pt", "switch": "pt"}
"""What is shown for a verb that must not be done again."""

Doing = Callable[[Work, Incoming, Person, tuple[str, ...], datetime], Outcome]


class Conversation:
    """Use cases as the channels call them: pass them to `Works.write`."""

    def __init__(self, policy: Policy, clock: Clock, chance: Chance, secret: bytes) -> None:
        self._clock = clock
        self._policy = policy
        self._arriving = Arriving(policy, chance, secret)
        self._answering = Answering(policy, chance, self._arriving)
        self._repeating = Repeating(self._answering)
        self._menus = Menus(policy)
        self._privacy = Privacy(policy)
        self._desk = Desk(policy, chance)
        self._taps = self._menu_taps()
        self._commands = self._known_commands()

    @property
    def commands(self) -> frozenset[str]:
        """Names that are commands; any other text that begins with a slash is a text."""
        return frozenset(self._commands)

    def tapped(self, work: Work, incoming: Incoming, action: Action) -> Outcome:
        """A button of ours, drawn for this person."""
        now = self._clock.now()
        fresh = work.receipts.record(incoming.source, incoming.number, now)
        person = work.people.enter(incoming.address, incoming.language, now)
        if action.verb == SEE and action.args:
            return self._answering.tapped(work, incoming, person, action.args[0], None, now)
        answer = read_action(action)
        if answer is not None:
            key, given = answer
            if not fresh:
                return self._answering.again(work, incoming, person, key)
            return self._answering.tapped(work, incoming, person, key, given, now)
        doing = self._taps.get(action.verb)
        language = person.language or incoming.language
        if doing is None:
            return only_toast("conversation.gone", language, alert=True)
        if not fresh:
            return self._tapped_again(work, incoming, person, action, now)
        try:
            return doing(work, incoming, person, action.args, now)
        except NotFound:
            return only_toast("conversation.gone", language, alert=True)

    def typed(self, work: Work, incoming: Incoming, text: str) -> Outcome:
        """A text that is no command: an answer, a point's code, or something to be kindly explained."""
        now, person, fresh = self._received(work, incoming)
        if not fresh:
            return self._repeated(work, incoming, person)
        return (
            self._answering.heard(work, incoming, person, Typed(text), now)
            or self._arriving.by_code(work, incoming, person, text, now)
            or self._menus.not_understood(work, incoming, person)
        )

    def sent(self, work: Work, incoming: Incoming, given: Sent | Located) -> Outcome:
        """A photo, a document or a place."""
        now, person, fresh = self._received(work, incoming)
        if not fresh:
            return self._repeated(work, incoming, person)
        return (
            self._answering.heard(work, incoming, person, given, now)
            or self._desk.received(work, person, incoming, given)
            or self._menus.not_understood(work, incoming, person)
        )

    def commanded(self, work: Work, incoming: Incoming, command: str, rest: str) -> Outcome:
        """A command without its slash. Unknown ones are explained like any other text."""
        now, person, fresh = self._received(work, incoming)
        if not fresh and command.lower() not in SHOWS:
            return self._repeated(work, incoming, person)
        doing = self._commands.get(command.lower())
        try:
            if doing is not None:
                return doing(work, incoming, person, (rest,), now)
        except NotFound:
            pass  # The desk does not exist for who has no business there.
        return self._menus.not_understood(work, incoming, person)

    def left(self, work: Work, incoming: Incoming, gone: bool) -> None:
        """The person blocked the bot (`gone`) or let it in again."""
        now = self._clock.now()
        if not work.receipts.record(incoming.source, incoming.number, now):
            return
        if gone:
            work.people.lost(incoming.address, now)
        else:
            work.people.enter(incoming.address, incoming.language, now)

    def placed(self, work: Work, incoming: Incoming, key: str) -> None:
        """The survey with this key now stands in the message `incoming.placement`."""
        person = work.people.find(incoming.address)
        if person is not None:
            work.responses.place(key, person.number, incoming.placement)

    def _received(self, work: Work, incoming: Incoming) -> tuple[datetime, Person, bool]:
        now = self._clock.now()
        fresh = work.receipts.record(incoming.source, incoming.number, now)
        return now, work.people.enter(incoming.address, incoming.language, now), fresh

    def _repeated(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        """A text or command that had its effect before: what it led to, or where this person can go on."""
        return self._repeating.survey(work, incoming, person) or self._arriving.by_itself(work, incoming, person)

    def _tapped_again(self, work: Work, incoming: Incoming, person: Person, action: Action, now: datetime) -> Outcome:
        language = person.language or incoming.language
        doing = self._taps[INSTEAD.get(action.verb, action.verb)]
        if action.verb not in SHOWS and action.verb not in INSTEAD:
            return self._repeating.survey(work, incoming, person) or Outcome(Reply(), language)
        try:
            return doing(work, incoming, person, action.args, now)
        except NotFound:
            return only_toast("conversation.gone", language, alert=True)

    def _known_commands(self) -> dict[str, Doing]:
        privacy: Doing = lambda work, incoming, person, args, now: self._privacy.shown(work, incoming, person)  # noqa: E731
        return {
            "start": self._start,
            "surveys": lambda work, incoming, person, args, now: self._menus.surveys(work, incoming, person),
            "language": lambda work, incoming, person, args, now: self._menus.languages(incoming, person),
            "help": lambda work, incoming, person, args, now: self._menus.help(incoming, person),
            "stop": lambda work, incoming, person, args, now: self._menus.stop(work, incoming, person, now),
            "privacy": privacy,
            "trust": privacy,
            "claim": lambda work, incoming, person, args, now: self._desk.claim(work, incoming, person, args[0], now),
            "points": lambda work, incoming, person, args, now: self._desk.points(work, incoming, person, now),
        }

    def _start(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        payload = args[0].strip()
        if payload:
            return self._arriving.by_link(work, incoming, person, payload, now)
        return self._arriving.by_itself(work, incoming, person)

    def _menu_taps(self) -> dict[str, Doing]:
        desk, menus, privacy = self._desk, self._menus, self._privacy
        return {
            "surveys": lambda work, incoming, person, args, now: menus.surveys(work, incoming, person),
            "survey": self._survey,
            "resume": self._resume,
            "point": self._point,
            "more": self._more,
            "speak": lambda work, incoming, person, args, now: menus.speak(work, incoming, person, _first(args)),
            "privacy": lambda work, incoming, person, args, now: privacy.shown(work, incoming, person),
            "export": lambda work, incoming, person, args, now: privacy.exported(incoming, person),
            "erase": lambda work, incoming, person, args, now: privacy.asked_to_erase(incoming, person),
            "erased": lambda work, incoming, person, args, now: privacy.erase(work, incoming, person),
            "points": lambda work, incoming, person, args, now: desk.points(work, incoming, person, now),
            "pt": lambda work, incoming, person, args, now: desk.point(work, incoming, person, _first(args), now),
            "poster": lambda work, incoming, person, args, now: desk.poster(work, incoming, person, args),
            "posters": lambda work, incoming, person, args, now: desk.poster(
                work, incoming, person, ("", "sheet", "pdf")
            ),
            "register": lambda work, incoming, person, args, now: desk.register(work, incoming, person),
            "apply": lambda work, incoming, person, args, now: desk.apply(work, incoming, person, _first(args)),
            "renew": lambda work, incoming, person, args, now: desk.asked_to_renew(
                work, incoming, person, _first(args)
            ),
            "renewed": lambda work, incoming, person, args, now: desk.renew(work, incoming, person, args, now),
            "switch": lambda work, incoming, person, args, now: desk.switch(work, incoming, person, args, now),
        }

    def _survey(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        definition = work.questionnaires.current(_first(args))
        if definition is None or definition.settings.audience != "external":
            raise NotFound("questionnaire")
        current = work.responses.open_of(person.number)
        if current is not None and not current.point and current.session.form_id == definition.settings.form_id:
            return self._arriving.resumed(work, incoming, person, current, None)
        return self._arriving.start(work, incoming, person, definition, now)

    def _resume(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        response = work.responses.find(_first(args), person.number)
        if response is None:
            raise NotFound("response")
        return self._arriving.resumed(work, incoming, person, response, None)

    def _point(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        point = work.points.by_key(_first(args))
        # Only where this person has been: a key in a forged button opens no other point.
        if point is None or point.key != person.last_point or not point.active or point.revoked:
            raise NotFound("point")
        return self._arriving.at_point(work, incoming, person, point, now)

    def _more(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        point = work.points.by_key(_first(args))
        definition = work.questionnaires.current(point.follow_up) if point is not None else None
        if point is None or definition is None or point.key != person.last_point:
            raise NotFound("point")
        current = work.responses.open_of(person.number)
        if current is not None and current.point == point.key and current.session.form_id == point.follow_up:
            return self._arriving.resumed(work, incoming, person, current, None)
        return self._arriving.start(work, incoming, person, definition, now, point=point)


def _first(args: tuple[str, ...]) -> str:
    return args[0] if args else ""
