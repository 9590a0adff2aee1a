"""The campaign desk: every campaign with its state, and the way to everything else."""

from surveys.campaigns.extra_proposals import standing
from surveys.campaigns.held_launches import held
from surveys.campaigns.outreach import Outreach, State
from surveys.chance import Chance
from surveys.conversation import awaiting
from surveys.conversation.deeds import Deed
from surveys.conversation.incoming import Outcome, Policy
from surveys.conversation.outreach_creating import Creating
from surveys.conversation.outreach_drafting import Drafting
from surveys.conversation.outreach_launching import Launching, Preview
from surveys.conversation.outreach_proposals import Proposals, rows
from surveys.conversation.outreach_running import Running
from surveys.conversation.outreach_sitting import Sitting, at_desk
from surveys.conversation.outreach_words import zone_of
from surveys.conversation.pages import option, page
from surveys.screens import Action, Option, Phrase, Tone

COMMANDS = ("campaigns", "кампании")
ORDER = (State.RUNNING, State.PAUSED, State.SCHEDULED, State.DRAFT, State.CLOSED)


class OutreachDesk:
    def __init__(self, policy: Policy, chance: Chance, preview: Preview) -> None:
        self._drafting = Drafting(policy, chance)
        self._parts = (
            Proposals(policy, chance),
            self._drafting,
            Creating(policy, chance),
            Launching(policy, chance, preview),
            Running(policy, chance),
        )
        self._list = at_desk(policy, chance, _listed)

    def commands(self) -> dict[str, Deed]:
        return dict.fromkeys(COMMANDS, self._list)

    def taps(self) -> dict[str, Deed]:
        taps = {"camps": self._list}
        for part in self._parts:
            taps |= part.taps()
        return taps

    def texts(self) -> dict[str, Deed]:
        return self._drafting.texts()


def _listed(sitting: Sitting, args: tuple[str, ...]) -> Outcome:
    """What goes on comes first, what is over last; within that the newest."""
    awaiting.expect_nothing(sitting.work, sitting.person)
    waiting = {each.outreach.code for each in held(sitting.work)}
    proposed = standing(sitting.work, sitting.now, sitting.policy.zone)
    found = sorted(sitting.work.outreaches.all(), key=lambda each: ORDER.index(each.state))
    screen = page(
        sitting.language,
        Phrase("outreach.list" if found else "outreach.none"),
        title=Phrase("outreach.title"),
        notice=Phrase("outreach.some_held", {"count": len(waiting)}) if waiting else None,
        options=[
            *rows(sitting.work, proposed, sitting.language),
            *(Option(_row(each, each.code in waiting), Action("oc", (each.code,))) for each in found),
        ],
        controls=[option("outreach.new", "onew", tone=Tone.PRIMARY)],
        again=Action("camps"),
    )
    return sitting.drawn(screen)


def _row(outreach: Outreach, was_held: bool) -> Phrase:
    if was_held:
        return Phrase("outreach.row_held", {"title": outreach.title})
    at = outreach.opens_at if outreach.state is State.SCHEDULED else outreach.closes_at
    day = at.astimezone(zone_of(outreach)).strftime("%d.%m") if at is not None else ""
    key = f"outreach.row_{outreach.state.value}" if day else f"outreach.row_{outreach.state.value}_dateless"
    return Phrase(key, {"title": outreach.title, "day": day} if day else {"title": outreach.title})
