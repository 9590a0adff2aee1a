"""Everything a person can do, each as one unit of work: recorded once, effected once, answered always.

The receipt of the input is written in the transaction of its effect, so an input delivered twice (a kill before the
messenger heard of our success, a retry of its delivery) changes nothing the second time; its screen is drawn again,
because the first reply may never have left.
"""

from collections.abc import Mapping
from datetime import datetime

from surveys.anonymity.keys import Keys
from surveys.anonymity.texts import Remembered
from surveys.answering.inputs import Located, Sent, Typed
from surveys.answering.keys import read_action
from surveys.chance import Chance, Clock
from surveys.conversation import awaiting
from surveys.conversation.answering import Answering
from surveys.conversation.arriving import Arriving
from surveys.conversation.asked import Asked
from surveys.conversation.asked_carriers import read_carrier
from surveys.conversation.climate import Climate
from surveys.conversation.deeds import Deed, allowed
from surveys.conversation.denials import note_denial
from surveys.conversation.desk import Desk
from surveys.conversation.hiring import Hiring
from surveys.conversation.incoming import Incoming, Outcome, Policy, only_toast
from surveys.conversation.inviting import Inviting
from surveys.conversation.joining import Joining
from surveys.conversation.letter_parts import Letters
from surveys.conversation.listing import Listing
from surveys.conversation.looking import Looking
from surveys.conversation.menus import Menus
from surveys.conversation.moving import Moving
from surveys.conversation.outreach_desk import OutreachDesk
from surveys.conversation.overseeing import Overseeing
from surveys.conversation.privacy import Privacy
from surveys.conversation.promise import Promise
from surveys.conversation.repeating import Repeating
from surveys.conversation.running import SEE
from surveys.conversation.staff_desk import StaffDesk
from surveys.conversation.starting import Starting
from surveys.conversation.subscribing import Subscribing
from surveys.conversation.unseen import Mode, Unseen
from surveys.conversation.unseen_answering import UnseenAnswering
from surveys.conversation.unseen_surveys import Surveys
from surveys.conversation.unseen_texts import UnseenTexts
from surveys.conversation.zones import Zones
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Action, Reply
from surveys.staff.invitation import is_code
from surveys.work import Work


class Conversation:
    """Use cases as the channels call them: pass them to `Works.write`."""

    def __init__(self, policy: Policy, clock: Clock, chance: Chance, secret: bytes, keys: Keys) -> None:
        self._clock = clock
        self._policy = policy
        self._surveys = Surveys(keys)
        self._arriving = Arriving(policy, chance, secret, self._surveys)
        self._answering = Answering(policy, chance, self._arriving)
        self._asked = Asked(secret, self._surveys, chance, clock, self._answering)
        self._repeating = Repeating(self._answering)
        self._menus = Menus(policy, self._surveys)
        self._privacy = Privacy(policy, keys)
        self._desk = Desk(policy, chance)
        self._joining = Joining()
        remembered = Remembered()
        self._letters = Letters.of(policy, keys, chance, remembered, clock.now())
        self._unseen = self._unseen_parts(keys, clock, chance, remembered)
        self._climate = Climate(policy, chance, keys)
        self._outreach = OutreachDesk(policy, chance, self._asked.preview)
        self._promise = Promise()
        self._overseeing = Overseeing(policy)
        self._looking = Looking(
            {"privacy": self._privacy.taps()["privacy"], **self._promise.taps()}, self._privacy.commands()
        )
        inviting = Inviting(policy, chance)
        hiring = Hiring(policy, inviting)
        parts = (
            Starting(self._joining, self._arriving, self._answering),
            self._menus,
            self._privacy,
            self._desk,
            self._asked,
            self._promise,
            self._overseeing,
            self._joining,
            StaffDesk(),
            inviting,
            hiring,
            Moving(),
            Listing(),
            Subscribing(),
            Zones(policy),
            self._letters.desk,
            self._climate,
            self._outreach,
        )
        self._taps = _merged(*(part.taps() for part in parts))
        self._commands = _merged(*(part.commands() for part in parts))
        self._texts = _merged(self._climate.texts(), hiring.texts(), self._outreach.texts())

    @property
    def asked(self) -> Asked:
        """What couriers send, and previews of it."""
        return self._asked

    @property
    def commands(self) -> frozenset[str]:
        """Names that are commands; any other text that begins with a slash is a text."""
        return frozenset(self._commands)

    @property
    def deeds(self) -> tuple[Mapping[str, Deed], Mapping[str, Deed]]:
        """Every verb and every command, for who checks that each declares its roles."""
        return self._taps, self._commands

    @property
    def reads_back(self) -> frozenset[str]:
        """Verbs for which `Incoming.shown` has to be filled."""
        return self._unseen.reads_back

    def unseen(self, action: Action) -> Mode | None:
        """Whether this is done unseen, in a reading or a writing work; None for everything else."""
        return "reads" if self._looking.tap(action) else self._unseen.mode(action)

    def may_be_unseen(self, incoming: Incoming) -> bool:
        """Always: whether somebody is an employee is one indexed look, made by `unseen_typed` itself."""
        return True

    def unseen_tapped(self, work: Work, incoming: Incoming, action: Action) -> Outcome:
        if self._looking.tap(action):
            looked = self._looking.tapped(work, incoming, action, self._clock.now())
            return looked or only_toast("conversation.gone", incoming.language, alert=True)
        return self._unseen.tapped(work, incoming, action)

    def only_reads(self, command: str) -> bool:
        """Whether `looked` is to be asked first."""
        return self._looking.command(command)

    def looked(self, work: Work, incoming: Incoming, command: str, rest: str) -> Outcome | None:
        """A command that only shows something, in a reading work. None for who is unknown yet."""
        return self._looking.commanded(work, incoming, command, rest, self._clock.now())

    def unseen_typed(self, work: Work, incoming: Incoming, text: str) -> Outcome | None:
        """To be asked first, in a reading work. None for what goes the usual way, as a code for employees does."""
        return None if is_code(text) else self._unseen.typed(work, incoming, text)

    def unseen_sent(self, work: Work, incoming: Incoming) -> Outcome | None:
        return self._unseen.sent(work, incoming)

    def tapped(self, work: Work, incoming: Incoming, action: Action) -> Outcome:
        """A button of ours, drawn for this person."""
        self._unseen.elsewhere(incoming.address)
        now = self._clock.now()
        fresh = work.receipts.record(incoming.source, incoming.number, now)
        person = work.people.enter(incoming.address, incoming.language, now)
        if action.verb == SEE and action.args:
            return self._seen(work, incoming, person, action.args[0], now)
        answer = read_action(action)
        if answer is not None:
            key, given = answer
            if (invited := read_carrier(key)) is not None:
                return self._asked.tapped(work, incoming, person, invited, given if fresh else None, now)
            if not fresh:
                return self._answering.again(work, incoming, person, key)
            return self._answering.tapped(work, incoming, person, key, given, now)
        deed = self._taps.get(action.verb)
        if deed is not None and not fresh:
            if not deed.shows and not deed.instead:
                again = self._repeating.survey(work, incoming, person)
                return again or Outcome(Reply(), person.language or incoming.language)
            deed = self._taps[deed.instead or action.verb]
        if fresh and deed is not None and not allowed(work, person, deed.roles):
            note_denial(work, person, action.verb, deed, now)
        done = self._done(work, incoming, person, deed, action.args, now)
        return done or only_toast("conversation.gone", person.language or incoming.language, alert=True)

    def typed(self, work: Work, incoming: Incoming, text: str) -> Outcome:
        """A text that is no command: an answer, a point's code, or something to be kindly explained."""
        now, person, fresh = self._received(work, incoming)
        if not fresh:
            return self._repeated(work, incoming, person, text)
        return (
            # Before any question that wants a text: a code is a secret and must not be stored as an answer.
            self._joining.typed(work, incoming, person, text, now)
            or self._asked_for(work, incoming, person, text, now)
            or self._asked.replied(work, incoming, person, text, now)
            or self._answering.heard(work, incoming, person, Typed(text), now)
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
        deed = self._commands.get(command.lower())
        if not fresh and not (deed is not None and deed.shows):
            return self._repeated(work, incoming, person, rest)
        done = self._done(work, incoming, person, deed, (rest,), now)
        return done or self._menus.not_understood(work, incoming, person)

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

    def _repeated(self, work: Work, incoming: Incoming, person: Person, text: str = "") -> Outcome:
        """A text or command that had its effect before: what it led to, or where this person can go on."""
        joined = self._joining.again(work, incoming, person, text, self._clock.now()) if text else None
        return (
            joined or self._repeating.survey(work, incoming, person) or self._arriving.by_itself(work, incoming, person)
        )

    def _done(
        self,
        work: Work,
        incoming: Incoming,
        person: Person,
        deed: Deed | None,
        args: tuple[str, ...],
        now: datetime,
    ) -> Outcome | None:
        """None where there is no such deed, or not for this person: nobody learns which."""
        if deed is None or not allowed(work, person, deed.roles):
            return None
        try:
            return deed.doing(work, incoming, person, args, now)
        except NotFound:
            return None

    def _seen(self, work: Work, incoming: Incoming, person: Person, key: str, now: datetime) -> Outcome:
        """A survey at another page of its options; its message is the invitation until the first answer."""
        if (invited := read_carrier(key)) is not None:
            return self._asked.tapped(work, incoming, person, invited, None, now)
        return self._answering.tapped(work, incoming, person, key, None, now)

    def _asked_for(self, work: Work, incoming: Incoming, person: Person, text: str, now: datetime) -> Outcome | None:
        """A text that a screen of the desk has just asked for. Rights are looked at again."""
        wanted = awaiting.expected(work, person, now)
        if wanted is None:
            return None
        return self._done(work, incoming, person, self._texts.get(wanted.verb), (*wanted.args, text), now)

    def _unseen_parts(self, keys: Keys, clock: Clock, chance: Chance, remembered: Remembered) -> Unseen:
        texts = UnseenTexts(self._surveys, remembered, keys, chance)
        answering = UnseenAnswering(self._surveys, texts, remembered, keys, chance)
        # Letters first: their carriers look like those of a survey with the code that no survey has.
        return Unseen((*self._letters.unseen, answering, texts), remembered, clock)


def _merged(*declared: Mapping[str, Deed]) -> dict[str, Deed]:
    """Raises ValueError for a name that two parts declare: one of them would silently lose."""
    merged: dict[str, Deed] = {}
    for part in declared:
        twice = merged.keys() & part.keys()
        if twice:
            raise ValueError(f"declared twice: {sorted(twice)}")
        merged |= part
    return merged
