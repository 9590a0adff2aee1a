"""Setting up a campaign, one thing after another, each saved in storage as soon as it is said."""

from surveys.campaigns.outreach import Outreach, State
from surveys.chance import Chance
from surveys.conversation import awaiting
from surveys.conversation.climate_pages import arguments
from surveys.conversation.deeds import DESK, Deed
from surveys.conversation.incoming import Outcome, Policy
from surveys.conversation.outreach_calculator import Calculator, Method
from surveys.conversation.outreach_card import card
from surveys.conversation.outreach_courtesy import Pausing, Quiet, Reminding, Zone
from surveys.conversation.outreach_dates import Closing, Opening
from surveys.conversation.outreach_draft_page import draft_page
from surveys.conversation.outreach_kinds import Kinds, Repeats
from surveys.conversation.outreach_lists import PickedList
from surveys.conversation.outreach_papers import ByOrder, Promise, Title
from surveys.conversation.outreach_people import Recipients
from surveys.conversation.outreach_samples import Sampling
from surveys.conversation.outreach_setting import OPEN, SET, Setting
from surveys.conversation.outreach_sitting import Doing, Sitting, at_desk
from surveys.conversation.outreach_units import PickedServices, PickedUnits
from surveys.errors import NotFound
from surveys.screens import Phrase, Screen


class Drafting:
    def __init__(self, policy: Policy, chance: Chance) -> None:
        self._policy = policy
        self._chance = chance
        self._settings: dict[str, Setting] = {
            "kind": Kinds(),
            "again": Repeats(),
            "who": Recipients(),
            "units": PickedUnits(),
            "services": PickedServices(),
            "list": PickedList(),
            "sample": Sampling(),
            "calc": Calculator(),
            "method": Method(),
            "opens": Opening(),
            "closes": Closing(),
            "remind": Reminding(),
            "quiet": Quiet(),
            "zone": Zone(),
            "pause": Pausing(),
            "order": ByOrder(),
            "promise": Promise(),
            "title": Title(),
        }

    def taps(self) -> dict[str, Deed]:
        return {OPEN: self._deed(self._opened), SET: self._deed(self._chosen)}

    def texts(self) -> dict[str, Deed]:
        """What is done with a text that a page here has asked for, by verb."""
        return {SET: Deed(self._deed(self._typed).doing, DESK)}

    def _deed(self, doing: Doing) -> Deed:
        return at_desk(self._policy, self._chance, doing)

    def _opened(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        code, name = arguments(args, 2)
        outreach, setting = sitting.outreach(code), self._setting(name)
        if outreach.state is not State.DRAFT:
            return begun(sitting, outreach)
        return self._page(sitting, outreach, name, setting.page(sitting, outreach, args[2:]))

    def _chosen(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        code, name = arguments(args, 2)
        outreach, setting = sitting.outreach(code), self._setting(name)
        if outreach.state is not State.DRAFT:
            return begun(sitting, outreach)
        return self._kept(sitting, setting.chosen(sitting, outreach, args[2:]), name, args[2:])

    def _typed(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        """The text comes last."""
        code, name, text = args[0], args[1], args[-1]
        outreach, setting = sitting.outreach(code), self._setting(name)
        if outreach.state is not State.DRAFT:
            return begun(sitting, outreach)
        said = setting.typed(sitting, outreach, text)
        if isinstance(said, Screen):
            return sitting.drawn(said)
        return self._kept(sitting, said, name, ())

    def _kept(self, sitting: Sitting, outreach: Outreach, name: str, values: tuple[str, ...]) -> Outcome:
        """Saved; and the same page again where one goes on choosing there, else the whole draft."""
        sitting.work.outreaches.save(outreach)
        setting = self._setting(name)
        stays = setting.after(values)
        if stays is not None:
            return self._page(sitting, outreach, name, setting.page(sitting, outreach, stays))
        awaiting.expect_nothing(sitting.work, sitting.person)
        return sitting.drawn(draft_page(sitting, outreach))

    def _page(self, sitting: Sitting, outreach: Outreach, name: str, screen: Screen) -> Outcome:
        if self._setting(name).listens:
            awaiting.expect(sitting.work, sitting.person, SET, outreach.code, name, now=sitting.now)
        else:
            awaiting.expect_nothing(sitting.work, sitting.person)
        return sitting.drawn(screen)

    def _setting(self, name: str) -> Setting:
        if name not in self._settings:
            raise NotFound("button")
        return self._settings[name]


def begun(sitting: Sitting, outreach: Outreach) -> Outcome:
    """A button of the time when it was a draft: what has begun is not changed any more."""
    return card(sitting, outreach, Phrase("outreach.begun"))
