"""Somebody arrives: by a poster, by a typed code, by plain /start, or back in the middle of a survey.

Clients drop the payload of a link that was opened before, and some never send a second start at all (peers.md 2, rows
1 and 2): so there is always a way on from nothing.
"""

from datetime import datetime

from surveys.answering.response import Response
from surveys.answering.session import State
from surveys.chance import Chance
from surveys.conversation import running
from surveys.conversation.climate_pages import RUNS
from surveys.conversation.deeds import ANALYSTS, allowed
from surveys.conversation.desk_rights import at_desk
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.pages import option, page
from surveys.conversation.unseen_offers import for_staff
from surveys.conversation.unseen_surveys import Surveys
from surveys.people import Person
from surveys.points.arrivals import arrive_by_code, arrive_by_link
from surveys.points.codes import CodeRefused
from surveys.points.links import Scan, Verdict
from surveys.points.point import Point
from surveys.points.visits import Replaces, TooSoon, visit
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Action, Option, Phrase, Reply, Tone, Words
from surveys.work import Work

NEXT = "survey"
"""The verb that starts a questionnaire of the library by its form_id."""


class Arriving:
    """Use cases of arrival. Each returns the page or question to show."""

    def __init__(self, policy: Policy, chance: Chance, secret: bytes, surveys: Surveys) -> None:
        self._policy = policy
        self._surveys = surveys
        self._chance = chance
        self._secret = secret

    def by_link(self, work: Work, incoming: Incoming, person: Person, payload: str, now: datetime) -> Outcome:
        scan = arrive_by_link(work, person.number, payload, self._secret, now, self._policy.day(now))
        return self._scanned(work, incoming, person, scan, now)

    def by_code(self, work: Work, incoming: Incoming, person: Person, text: str, now: datetime) -> Outcome | None:
        """None when the text is no attempt at a code."""
        scan = arrive_by_code(work, person.number, text, now, self._policy.day(now))
        if not isinstance(scan, CodeRefused):
            return self._scanned(work, incoming, person, scan, now)
        if scan.kind == "shape":
            return None
        return self._lobby(work, incoming, person, notice=Phrase(f"arriving.code_{scan.kind}"))

    def by_itself(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        """Plain /start: on with an unfinished survey, else what can be done here."""
        current = work.responses.open_of(person.number)
        if current is not None and current.session.answers:
            return self.resumed(work, incoming, person, current, Phrase("arriving.resumed"))
        return self._lobby(work, incoming, person)

    def at_point(self, work: Work, incoming: Incoming, person: Person, point: Point, now: datetime) -> Outcome:
        """Begin the point's questionnaire, within the rule of one rating a visit.

        An unfinished response of this visit goes on; one of an earlier visit is closed as it stands.
        """
        current = work.responses.open_of(person.number)
        if current is not None and current.point == point.key and current.session.form_id == point.questionnaire:
            if now - current.session.started_at < self._policy.visit_window:
                begun = "arriving.same_visit" if current.session.answers else "arriving.at_point"
                return self.resumed(work, incoming, person, current, Phrase(begun, {"point": point.title}))
            running.expire(work, current, now)
        judged = visit(work.responses, point, person.number, self._policy.visit_rule, now, self._policy.visit_window)
        if isinstance(judged, TooSoon):
            again = judged.again.astimezone(self._policy.zone).strftime("%H:%M")
            notice = Phrase("arriving.too_soon", {"point": point.title, "time": again})
            return self._lobby(work, incoming, person, notice=notice)
        definition = work.questionnaires.current(point.questionnaire)
        if definition is None:
            return self._lobby(work, incoming, person, notice=Phrase("arriving.point_silent", {"point": point.title}))
        replaces = judged.key if isinstance(judged, Replaces) else ""
        notice = Phrase("arriving.replaces" if replaces else "arriving.at_point", {"point": point.title})
        return self.start(work, incoming, person, definition, now, point=point, replaces=replaces, notice=notice)

    def start(
        self,
        work: Work,
        incoming: Incoming,
        person: Person,
        definition: Questionnaire,
        now: datetime,
        *,
        point: Point | None = None,
        replaces: str = "",
        notice: Words | None = None,
    ) -> Outcome:
        """A new response from its first question."""
        response = running.begin(
            work,
            definition,
            person,
            now=now,
            chance=self._chance,
            channel=incoming.address.channel,
            language=person.language or incoming.language,
            point=point,
            replaces=replaces,
        )
        screen = running.show(definition, response, (), person, notice=notice)
        return Outcome(
            Reply(screen, afresh=not incoming.placement), response.session.language, subject=response.session.key
        )

    def resumed(
        self, work: Work, incoming: Incoming, person: Person, response: Response, notice: Words | None
    ) -> Outcome:
        """The question this person stands at, at the end of the conversation; its former message goes."""
        definition = work.questionnaires.version(response.session.form_id, response.session.version)
        if definition is None or response.session.state is not State.OPEN:
            return self._lobby(work, incoming, person)
        screen = running.show(definition, response, (), person, notice=notice)
        return Outcome(
            Reply(screen, afresh=not incoming.placement),
            response.session.language,
            subject=response.session.key,
            retire=response.placement,
        )

    def _scanned(self, work: Work, incoming: Incoming, person: Person, scan: Scan, now: datetime) -> Outcome:
        if scan.verdict is Verdict.FOUND and scan.point is not None:
            return self.at_point(work, incoming, person, scan.point, now)
        args = {"point": scan.point.title} if scan.point is not None else {}
        return self._lobby(work, incoming, person, notice=Phrase(f"arriving.{scan.verdict.value}", args))

    def _lobby(self, work: Work, incoming: Incoming, person: Person, notice: Words | None = None) -> Outcome:
        """What can be done here, for who came without a point or whose point leads nowhere."""
        language = person.language or incoming.language
        options: list[Option] = []
        current = work.responses.open_of(person.number)
        if current is not None and current.session.answers:
            options.append(option("arriving.go_on", "resume", current.session.key, tone=Tone.PRIMARY))
        last = work.points.by_key(person.last_point) if person.last_point else None
        if last is not None and last.active and not last.revoked:
            again = Phrase("arriving.last_point", {"point": last.title})
            options.append(Option(again, Action("point", (last.key,))))
        options += for_staff(work, person, self._surveys)
        options.append(option("arriving.other_surveys", "surveys"))
        if at_desk(work, person):
            options.append(option("desk.points", "points"))
            options.append(option("staff.desk.open", "staff"))
            options.append(option("outreach.title", "camps"))
        if allowed(work, person, RUNS):
            options.append(option("climate.title", "climate"))
        if allowed(work, person, ANALYSTS):
            options.append(option("letter_desk.title", "letters"))
        screen = page(
            language,
            Phrase("arriving.how"),
            title=Phrase("arriving.hello", {"administration": self._policy.administration}),
            notice=notice,
            options=options,
            footnote=Phrase("conversation.not_an_appeal", {"url": self._policy.appeals_url}),
        )
        return Outcome(Reply(screen, afresh=not incoming.placement), language)
