"""Everything stored about an employee, in words, and what they can compare: rules, fingerprints, version, audit.

trust.md 1.3 item 10. Nothing here writes, so that nobody can see who was uneasy enough to look.
"""

from collections.abc import Sequence

from surveys.anonymity.audit_note import NOTE, AuditNote, read
from surveys.conversation import subscribing
from surveys.conversation.climate_pages import last_day
from surveys.conversation.incoming import Policy
from surveys.conversation.own_standing import Group, Marks, Standing
from surveys.conversation.pages import option
from surveys.conversation.zones import zone_words
from surveys.disclosure.figures import Count
from surveys.disclosure.ledger import Release
from surveys.people import Person
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Action, Option, Phrase, Words
from surveys.work import Work

ACTS = 5
"""Closed surveys whose acts are offered, the newest first."""
DAY = "%d.%m.%Y"


def belongs(work: Work, person: Person) -> bool:
    """Whether there is more to show than of a citizen."""
    return work.staff.unit_of(person.number) is not None or bool(work.roles.roles_of(person.number))


def membership(work: Work, person: Person) -> dict[str, str | int | Phrase]:
    """What fills the rows of an employee beside those that citizens have too."""
    names = {unit.key: unit.name for unit in work.staff.units()}
    unit = work.staff.unit_of(person.number)
    return {
        "key": person.address.key,
        "language": Phrase(f"trust.language.{person.language}") if person.language else "—",
        "unit": names.get(unit, unit) if unit is not None else "—",
        "roles": in_words(sorted(work.roles.roles_of(person.number))),
    }


def invitations(work: Work, person: Person) -> list[Phrase]:
    """About what this person may be asked and by which clock, and what decides when an employee is."""
    asked: dict[str, str | int | Phrase] = {
        "asked": joined(subscribing.chosen_words(work, person)) or Phrase("privacy.no"),
        "zone": zone_words(person.zone) if person.zone else Phrase("zones.same"),
    }
    found = [Phrase("subscribing.rows", asked)]
    hired = work.staff.hired_on(person.number)
    if hired is not None:
        found.append(Phrase("hiring.row", {"day": hired.strftime(DAY)}))
    lists = work.lists.holding(person.number)
    if lists:
        found.append(Phrase("lists.holding", {"count": lists}))
    return found


def changeable(work: Work, person: Person) -> list[Option]:
    """Buttons for what of it can be changed."""
    buttons = [option("subscribing.title", "subs")]
    if work.staff.hired_on(person.number) is not None:
        buttons.append(option("hiring.forget", "unhired"))
    return buttons


def in_words(roles: Sequence[str]) -> str | Phrase:
    """«координатор, аналитик»; "—" for none."""
    return joined([Phrase(f"trust.role.{role}") for role in roles]) or "—"


def joined(words: Sequence[str | Phrase]) -> str | Phrase:
    """With commas; "" for none."""
    if len(words) < 2:
        return words[0] if words else ""
    return Phrase("trust.and", {"one": words[0], "more": joined(words[1:])})


def rows(standing: Standing, policy: Policy, language: str) -> Phrase:
    """One running survey: the marks, the group, the rules, the key."""
    campaign, parameters = standing.campaign, standing.campaign.parameters
    return Phrase(
        "trust.survey",
        {
            "title": titled(standing.definition, language),
            "closes": last_day(campaign.closes_at, policy),
            "marks": _marks(standing.marks),
            "group": _group(standing.group, parameters.k),
            "k": parameters.k,
            "k_text": parameters.k_text,
            "hours": -(-int(parameters.pause.total_seconds()) // 3600),
            "fingerprint": campaign.fingerprint,
        },
    )


def losses(standing: Standing) -> list[Phrase]:
    found = []
    if standing.lost_here:
        found.append(Phrase("trust.lost_here"))
    if standing.lost_elsewhere:
        found.append(Phrase("trust.lost_elsewhere"))
    return found


def program(work: Work, policy: Policy) -> Phrase:
    """The version that runs, and whether the linkage attack was tried on it."""
    audit = read(work.notes.get(NOTE))
    known = audit if audit is not None and audit.code_version == policy.code_version else None
    return Phrase("trust.program", {"code": policy.code_version or "—", "audit": audited(known)})


def audited(note: AuditNote | None) -> Phrase:
    if note is None:
        return Phrase("trust.audit_none")
    return Phrase(
        f"trust.audit_{note.verdict}",
        {
            "day": note.day.strftime(DAY),
            "count": note.seeds,
            "accuracy": round(100 * note.accuracy),
            "chance": round(100 * note.chance),
        },
    )


def acts(work: Work, language: str) -> list[Option]:
    """A button for the act of each survey that was closed last."""
    closed = [campaign for campaign in work.campaigns.all() if not campaign.running]
    options = []
    for campaign in closed[:ACTS]:
        definition = work.questionnaires.version(campaign.form_id, campaign.version)
        title = titled(definition, language) if definition else campaign.code
        options.append(Option(Phrase("trust.act", {"title": title}), Action("act", (campaign.code,))))
    return options


def titled(definition: Questionnaire, language: str) -> str:
    settings = definition.settings
    return settings.title.said_in(language, settings.default_language) or settings.form_id


def _marks(marks: Marks | None) -> Phrase:
    if marks is None:
        return Phrase("trust.marks_lost")
    voted = Phrase("trust.voted" if marks.voted else "trust.not_voted")
    return Phrase("trust.marks", {"voted": voted, "texts": marks.texts, "of": marks.of}) if marks.of else voted


def _group(group: Group | None, k: int) -> Phrase:
    if group is None:
        return Phrase("trust.no_group")
    return Phrase(
        "trust.group",
        {"people": group.people, "counted": _counted(group.counted, k), "whole": _counted(group.whole, k)},
    )


def _counted(release: Release, k: int) -> Words:
    """«20+»: whole blocks, or why not."""
    if isinstance(release.figure, Count):
        return f"{release.figure.at_least}+"
    return Phrase("trust.nothing_out", {"twice": 2 * k})
