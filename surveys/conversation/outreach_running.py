"""What is done with a campaign that was launched: it is looked at, paused, resumed and closed."""

from surveys.campaigns.launching import step
from surveys.campaigns.states import Held, Step
from surveys.chance import Chance
from surveys.conversation.deeds import Deed
from surveys.conversation.incoming import Outcome, Policy
from surveys.conversation.outreach_card import card
from surveys.conversation.outreach_sitting import Doing, Sitting, at_desk
from surveys.conversation.pages import first, option, page
from surveys.screens import Phrase, Tone


class Running:
    def __init__(self, policy: Policy, chance: Chance) -> None:
        self._policy = policy
        self._chance = chance

    def taps(self) -> dict[str, Deed]:
        return {
            "oc": self._deed(self._shown),
            "ostop": self._deed(_stepping(Step.PAUSE)),
            "oresu": self._deed(_stepping(Step.RESUME)),
            "ounpl": self._deed(_stepping(Step.UNSCHEDULE)),
            "oend": self._deed(self._asked),
            "oended": self._deed(_stepping(Step.CLOSE)),
        }

    def _deed(self, doing: Doing) -> Deed:
        return at_desk(self._policy, self._chance, doing)

    def _shown(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        return card(sitting, sitting.outreach(first(args)))

    def _asked(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        outreach = sitting.outreach(first(args))
        screen = page(
            sitting.language,
            Phrase("outreach.close_what"),
            title=outreach.title,
            controls=[
                option("outreach.close_yes", "oended", outreach.code, tone=Tone.GRAVE),
                option("outreach.back", "oc", outreach.code),
            ],
        )
        return sitting.drawn(screen)


def _stepping(which: Step) -> Doing:
    def done(sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        return stepped(sitting, first(args), which)

    return done


def stepped(sitting: Sitting, code: str, which: Step) -> Outcome:
    """The step, and what stands afterwards. Somebody else may have been quicker: then it says what they did."""
    before = sitting.outreach(code)
    after = step(sitting.work, code, which, sitting.now, sitting.person.number)
    if not isinstance(after, Held):
        return card(sitting, after, Phrase(f"outreach.did_{which.value}"))
    if after.state is not None:
        return card(sitting, before, Phrase(f"outreach.already_{after.state.value}"))
    return card(sitting, before, after.lacks[0].said if after.lacks else None)
