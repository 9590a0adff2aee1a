"""Invitations at the desk: codes for a unit, a shared one, a code into a role; listed, counted, withdrawn.

Every page that offers to make a batch carries the key it will have, so however often it is tapped, one is made.
"""

from datetime import datetime

from surveys.chance import Chance
from surveys.conversation import awaiting
from surveys.conversation.deeds import ADMIN, DESK, GRANTED, Deed, allowed
from surveys.conversation.incoming import Errand, Incoming, Outcome, Policy
from surveys.conversation.pages import first, option, page
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Action, Layout, Option, Phrase, Reply, Screen, Tone, Words
from surveys.staff.batches import KEY_LENGTH, Batch, batches, found, withdraw
from surveys.staff.hiring import packed, unpacked, written
from surveys.work import Work

CHIEF = frozenset({ADMIN})
SIZES = (10, 20, 30, 50)
"""Ten slips a page."""
DAYS = (7, 30, 90)


class Inviting:
    def __init__(self, policy: Policy, chance: Chance) -> None:
        self._policy = policy
        self._chance = chance

    def commands(self) -> dict[str, Deed]:
        return {}

    def taps(self) -> dict[str, Deed]:
        return {
            "codes": Deed(
                lambda work, incoming, person, args, _: self.sizes(work, incoming, person, "inv", args),
                DESK,
                shows=True,
            ),
            "share": Deed(
                lambda work, incoming, person, args, _: self.sizes(work, incoming, person, "shr", args),
                DESK,
                shows=True,
            ),
            "inv": Deed(lambda work, incoming, person, args, _: self.make(incoming, person, ("codes", *args)), DESK),
            "shr": Deed(lambda work, incoming, person, args, _: self.make(incoming, person, ("shared", *args)), DESK),
            "invs": Deed(
                lambda work, incoming, person, _, now: self.listed(work, incoming, person, now), DESK, shows=True
            ),
            "batch": Deed(
                lambda work, incoming, person, args, now: self.card(work, incoming, person, first(args), now),
                DESK,
                shows=True,
            ),
            "void": Deed(
                lambda work, incoming, person, args, _: self.asked_to_withdraw(work, incoming, person, first(args)),
                DESK,
                shows=True,
            ),
            "voided": Deed(
                lambda work, incoming, person, args, now: self.withdraw(work, incoming, person, first(args), now),
                DESK,
                instead="invs",
            ),
            "roles": Deed(lambda work, incoming, person, *_: self.roles(work, incoming, person), CHIEF, shows=True),
            "role": Deed(lambda work, incoming, person, args, _: self.make(incoming, person, ("role", *args)), CHIEF),
        }

    def sizes(self, work: Work, incoming: Incoming, person: Person, verb: str, args: tuple[str, ...]) -> Outcome:
        """How many, and for how long: `args` are the unit, the days and the day of hire chosen so far.

        Raises NotFound.
        """
        unit = next((each for each in work.staff.units() if each.key == first(args)), None)
        if unit is None:
            raise NotFound("unit", first(args))
        awaiting.expect_nothing(work, person)
        days = int(args[1]) if len(args) > 1 and args[1] in map(str, DAYS) else DAYS[1]
        hired = unpacked(args[2]) if verb == "inv" and len(args) > 2 else None
        told = (packed(hired),) if hired is not None else ()
        key = self._chance.key(KEY_LENGTH)
        wanted = sorted({*SIZES, unit.people} - {0, 1}) if unit.people <= 200 else list(SIZES)
        again = "codes" if verb == "inv" else "share"
        screen = page(
            person.language or incoming.language,
            Phrase("staff.codes.about" if verb == "inv" else "staff.shared.about", {"unit": unit.name, "days": days}),
            *([Phrase("hiring.of_codes", {"day": written(hired)})] if hired is not None else []),
            title=Phrase("staff.codes.title" if verb == "inv" else "staff.shared.title"),
            options=[
                Option(str(number), Action(verb, (unit.key, str(number), str(days), key, *told))) for number in wanted
            ],
            layout=Layout.SCALE,
            controls=[
                *(
                    Option(Phrase("staff.codes.days", {"days": each}), Action(again, (unit.key, str(each), *told)))
                    for each in DAYS
                    if each != days
                ),
                *([option("hiring.open", "hday", unit.key, str(days))] if verb == "inv" else []),
                option("staff.desk.back", "unit", unit.key),
            ],
        )
        return _said(screen, incoming)

    def make(self, incoming: Incoming, person: Person, args: tuple[str, ...]) -> Outcome:
        """Codes are made where they are printed, after this work: no screen and no table has seen them."""
        language = person.language or incoming.language
        return Outcome(Reply(toast=Phrase("staff.codes.coming")), language, errand=Errand("invite", args))

    def listed(
        self, work: Work, incoming: Incoming, person: Person, now: datetime, notice: Words | None = None
    ) -> Outcome:
        """The batches that may be seen: roles are an administrator's business."""
        chief = allowed(work, person, CHIEF)
        names = {unit.key: unit.name for unit in work.staff.units()}
        shown = [batch for batch in batches(work) if chief or not batch.role]
        screen = page(
            person.language or incoming.language,
            Phrase("staff.batch.list" if shown else "staff.batch.none"),
            title=Phrase("staff.desk.invitations"),
            notice=notice,
            options=[Option(self._line(batch, names, now), Action("batch", (batch.key,))) for batch in shown],
            controls=[option("staff.desk.back", "staff")],
            again=Action("invs"),
        )
        return _said(screen, incoming)

    def card(self, work: Work, incoming: Incoming, person: Person, key: str, now: datetime) -> Outcome:
        batch = _visible(work, person, key)
        names = {unit.key: unit.name for unit in work.staff.units()}
        facts = {
            "whom": _whom(batch, names),
            "used": batch.used,
            "limit": batch.limit,
            "until": self._day(batch.expires_at),
            "key": batch.key,
        }
        back = option("staff.desk.back", "invs")
        screen = page(
            person.language or incoming.language,
            Phrase("staff.batch.card", facts),
            *([Phrase("hiring.of_codes", {"day": written(batch.hired)})] if batch.hired is not None else []),
            Phrase(_state(batch, now)),
            title=Phrase(_kind(batch)),
            controls=[option("staff.batch.withdraw", "void", key), back] if batch.open(now) else [back],
        )
        return _said(screen, incoming)

    def asked_to_withdraw(self, work: Work, incoming: Incoming, person: Person, key: str) -> Outcome:
        batch = _visible(work, person, key)
        left = batch.limit - batch.used
        screen = page(
            person.language or incoming.language,
            Phrase("staff.batch.withdraw_question", {"count": left}),
            controls=[
                option("staff.batch.withdraw_yes", "voided", key, tone=Tone.GRAVE),
                option("staff.batch.withdraw_no", "batch", key),
            ],
        )
        return _said(screen, incoming)

    def withdraw(self, work: Work, incoming: Incoming, person: Person, key: str, now: datetime) -> Outcome:
        if any(batch.key == key for batch in batches(work)):  # else it was withdrawn a tap ago
            _visible(work, person, key)
            withdraw(work, key, actor=person.number, now=now)
        return self.listed(work, incoming, person, now, Phrase("staff.batch.withdrawn"))

    def roles(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        """Which role to invite into, with how many hold each."""
        key = self._chance.key(KEY_LENGTH)
        options = []
        for role in sorted(GRANTED):
            facts: dict[str, str | int | Phrase] = {
                "role": Phrase(f"staff.role.{role}"),
                "holders": work.roles.holders(role),
            }
            name = Phrase("staff.roles.line", facts)
            options.append(Option(name, Action("role", (role, key))))
        screen = page(
            person.language or incoming.language,
            Phrase("staff.roles.about"),
            title=Phrase("staff.desk.roles"),
            options=options,
            controls=[option("staff.desk.back", "staff")],
        )
        return _said(screen, incoming)

    def _line(self, batch: Batch, names: dict[str, str], now: datetime) -> Phrase:
        key = "staff.batch.line" if batch.open(now) else "staff.batch.line_over"
        facts: dict[str, str | int | Phrase] = {
            "whom": _whom(batch, names),
            "used": batch.used,
            "limit": batch.limit,
            "until": self._day(batch.expires_at),
        }
        return Phrase(key, facts)

    def _day(self, moment: datetime) -> str:
        return moment.astimezone(self._policy.zone).strftime("%d.%m.%Y")


def _visible(work: Work, person: Person, key: str) -> Batch:
    """Raises NotFound, also where it is a role's and the person is no administrator."""
    batch = found(work, key)
    if batch.role and not allowed(work, person, CHIEF):
        raise NotFound("batch", key)
    return batch


def _whom(batch: Batch, names: dict[str, str]) -> Words:
    return Phrase(f"staff.role.{batch.role}") if batch.role else names.get(batch.unit, "—")


def _kind(batch: Batch) -> str:
    return "staff.batch.role" if batch.role else "staff.batch.shared" if batch.shared else "staff.batch.codes"


def _state(batch: Batch, now: datetime) -> str:
    if batch.used >= batch.limit:
        return "staff.batch.used_up"
    return "staff.batch.open" if batch.open(now) else "staff.batch.expired"


def _said(screen: Screen, incoming: Incoming) -> Outcome:
    return Outcome(Reply(screen, afresh=not incoming.placement), screen.language)
