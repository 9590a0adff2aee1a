"""The administration's desk in the chat: the first administrator, the points, their posters and their funnel."""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

from surveys.answering.inputs import Located, Sent
from surveys.chance import Chance
from surveys.conversation.deeds import DESK, EVERYBODY, Deed
from surveys.conversation.desk_rights import ADMIN, at_desk, require_desk
from surveys.conversation.incoming import Errand, Incoming, Outcome, Policy
from surveys.conversation.pages import first, option, page
from surveys.errors import NotFound
from surveys.people import Person
from surveys.points.changes import renew
from surveys.points.codes import grouped
from surveys.points.point import Point
from surveys.screens import Action, Option, Phrase, Reply, Screen, Tone, Words
from surveys.work import Work

CLAIM = "claim"
"""The note that holds the hash of the code by which the first administrator takes the bot."""
CLAIM_LENGTH = 12
WRONG_CLAIMS = 5
STATISTICS = timedelta(days=30)
TEXT_TABLE = ".csv"
TABLES = (".xlsx", TEXT_TABLE)


def new_claim(work: Work, chance: Chance) -> str | None:
    """A fresh code for the first administrator, or None when there is one already. Only its hash is kept."""
    if work.roles.holders(ADMIN):
        return None
    code = chance.key(CLAIM_LENGTH)
    work.notes.put(CLAIM, _hashed(code))
    return code


class Desk:
    def __init__(self, policy: Policy, chance: Chance) -> None:
        self._policy = policy
        self._chance = chance

    def commands(self) -> dict[str, Deed]:
        return {
            "claim": Deed(
                lambda work, incoming, person, args, now: self.claim(work, incoming, person, first(args), now),
                EVERYBODY,
            ),
            "points": Deed(
                lambda work, incoming, person, _, now: self.points(work, incoming, person, now), DESK, shows=True
            ),
        }

    def taps(self) -> dict[str, Deed]:
        return {
            "points": self.commands()["points"],
            "pt": Deed(
                lambda work, incoming, person, args, now: self.point(work, incoming, person, first(args), now),
                DESK,
                shows=True,
            ),
            "poster": Deed(lambda work, incoming, person, args, _: self.poster(work, incoming, person, args), DESK),
            "posters": Deed(
                lambda work, incoming, person, *_: self.poster(work, incoming, person, ("", "sheet", "pdf")), DESK
            ),
            "register": Deed(lambda work, incoming, person, *_: self.register(work, incoming, person), DESK),
            "apply": Deed(
                lambda work, incoming, person, args, _: self.apply(work, incoming, person, first(args)), DESK
            ),
            "renew": Deed(
                lambda work, incoming, person, args, _: self.asked_to_renew(work, incoming, person, first(args)),
                DESK,
                shows=True,
            ),
            "renewed": Deed(
                lambda work, incoming, person, args, now: self.renew(work, incoming, person, args, now),
                DESK,
                instead="pt",
            ),
            "switch": Deed(
                lambda work, incoming, person, args, now: self.switch(work, incoming, person, args, now),
                DESK,
                instead="pt",
            ),
        }

    def claim(self, work: Work, incoming: Incoming, person: Person, code: str, now: datetime) -> Outcome:
        """Become the first administrator. A wrong code, a used one and a guesser over the limit read the same."""
        language = person.language or incoming.language
        subject = f"claim:{person.number}"
        kept = work.notes.get(CLAIM)
        allowed = work.attempts.count_since(subject, now - timedelta(hours=1)) < WRONG_CLAIMS
        right = hmac.compare_digest(_hashed(code.strip().lower()), kept or "")
        if not (allowed and right):
            if allowed:
                work.attempts.add(subject, now)
            return _said(page(language, Phrase("desk.claim_wrong")), incoming, language)
        work.roles.grant(person.number, ADMIN, now)
        work.notes.put(CLAIM, None)
        screen = page(
            language,
            Phrase("desk.claimed"),
            options=[option("desk.points", "points", tone=Tone.PRIMARY), option("staff.desk.open", "staff")],
        )
        return _said(screen, incoming, language)

    def points(self, work: Work, incoming: Incoming, person: Person, now: datetime) -> Outcome:
        require_desk(work, person)
        language = person.language or incoming.language
        points = sorted(work.points.all(), key=lambda point: (point.unit, point.title))
        flagged = {burst[0] for burst in work.funnel.bursts(now - STATISTICS)}
        options = [Option(_title(point, point.key in flagged), Action("pt", (point.key,))) for point in points]
        screen = page(
            language,
            Phrase("desk.points_intro", {"count": len(points)}),
            title=Phrase("desk.points"),
            options=options,
            controls=[option("desk.register", "register"), option("desk.posters_all", "posters")],
            again=Action("points"),
        )
        return _said(screen, incoming, language)

    def point(self, work: Work, incoming: Incoming, person: Person, key: str, now: datetime) -> Outcome:
        """A point's card: where it is, how it is reached, how many scanned, started and finished."""
        require_desk(work, person)
        language = person.language or incoming.language
        return _said(self._card(work, language, _known(work, key), now), incoming, language)

    def poster(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...]) -> Outcome:
        """`args`: the point's key (or "" for all), size and format."""
        require_desk(work, person)
        language = person.language or incoming.language
        return Outcome(Reply(toast=Phrase("desk.drawing")), language, errand=Errand("poster", args))

    def register(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        require_desk(work, person)
        language = person.language or incoming.language
        return Outcome(Reply(toast=Phrase("desk.register_coming")), language, errand=Errand("register"))

    def received(self, work: Work, person: Person, incoming: Incoming, given: Sent | Located) -> Outcome | None:
        """A table sent by who sits at the desk is to be read: points, units or people. None for everything else."""
        name = given.attachment.name.lower() if isinstance(given, Sent) else ""
        ending = next((each for each in TABLES if name.endswith(each)), "")
        if not isinstance(given, Sent) or not ending or not at_desk(work, person):
            return None
        language = person.language or incoming.language
        return Outcome(Reply(), language, errand=Errand("workbook_read", (given.attachment.reference, ending)))

    def apply(self, work: Work, incoming: Incoming, person: Person, draft: str) -> Outcome:
        """The register that was read and previewed under this key becomes the register."""
        require_desk(work, person)
        return Outcome(Reply(), person.language or incoming.language, errand=Errand("register_apply", (draft,)))

    def asked_to_renew(self, work: Work, incoming: Incoming, person: Person, key: str) -> Outcome:
        require_desk(work, person)
        language = person.language or incoming.language
        point = _known(work, key)
        screen = page(
            language,
            Phrase("desk.renew_question", {"point": point.title}),
            controls=[
                option("desk.renew_yes", "renewed", key, str(point.secret_version), tone=Tone.GRAVE),
                option("desk.renew_no", "pt", key),
            ],
        )
        return _said(screen, incoming, language)

    def renew(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """Every printed poster of the point is void; new ones work.

        `args`: the key and the version that was to be renewed, so that a doubled tap does not void the new posters.
        """
        require_desk(work, person)
        language = person.language or incoming.language
        key, version = _two(args)
        if version != str(_known(work, key).secret_version):
            return self.point(work, incoming, person, key, now)
        renewed = renew(work, key, self._chance)
        return _said(self._card(work, language, renewed, now, Phrase("desk.renewed")), incoming, language)

    def switch(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """Active or not: an inactive point's poster says kindly that nothing is rated here now.

        `args`: the key and the wanted state, "on" or "off", so that a doubled tap does not switch back.
        """
        require_desk(work, person)
        language = person.language or incoming.language
        key, wanted = _two(args)
        switched = replace(_known(work, key), active=wanted == "on")
        work.points.save([switched])
        return _said(self._card(work, language, switched, now), incoming, language)

    def _card(self, work: Work, language: str, point: Point, now: datetime, notice: Words | None = None) -> Screen:
        totals = work.funnel.totals(point.key, self._policy.day(now - STATISTICS))
        flagged = [burst for burst in work.funnel.bursts(now - STATISTICS) if burst[0] == point.key]
        facts = Phrase(
            "desk.card",
            {
                "unit": point.unit or "—",
                "address": point.address or "—",
                "hours": point.hours or "—",
                "code": grouped(point.code),
                "state": Phrase("desk.active" if point.active and not point.revoked else "desk.inactive"),
            },
        )
        funnel = Phrase("desk.funnel", {stage: totals.get(stage, 0) for stage in ("scanned", "started", "finished")})
        burst = Phrase("desk.burst", {"count": flagged[0][2], "time": self._local(flagged[0][1])}) if flagged else None
        return page(
            language,
            facts,
            funnel,
            title=point.title,
            notice=notice or burst,
            options=[
                option("desk.poster_a4", "poster", point.key, "a4", "pdf"),
                option("desk.poster_a6", "poster", point.key, "a6", "pdf"),
                option("desk.poster_png", "poster", point.key, "a4", "png"),
            ],
            controls=[
                option("desk.switch_off", "switch", point.key, "off")
                if point.active
                else option("desk.switch_on", "switch", point.key, "on"),
                option("desk.renew", "renew", point.key),
                option("desk.back_to_points", "points"),
            ],
        )

    def _local(self, moment: datetime) -> str:
        return moment.astimezone(self._policy.zone).strftime("%d.%m %H:%M")


def _known(work: Work, key: str) -> Point:
    point = work.points.by_key(key)
    if point is None:
        raise NotFound("point", key)
    return point


def _two(args: tuple[str, ...]) -> tuple[str, str]:
    if len(args) != 2:
        raise NotFound("button")
    return args[0], args[1]


def _title(point: Point, flagged: bool) -> str:
    paused = "" if point.active and not point.revoked else " ⏸"
    return f"{'⚠️ ' if flagged else ''}{point.title}{paused}"


def _said(screen: Screen, incoming: Incoming, language: str) -> Outcome:
    return Outcome(Reply(screen, afresh=not incoming.placement), language)


def _hashed(code: str) -> str:
    return hashlib.sha256(f"otklik claim\n{code}".encode()).hexdigest()
