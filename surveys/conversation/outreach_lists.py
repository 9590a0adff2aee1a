"""An uploaded list as the audience of a campaign. Who stands on it is shown nowhere, only how many."""

from surveys.campaigns.audiences import Listed
from surveys.campaigns.list_keeping import kept
from surveys.campaigns.outreach import Outreach
from surveys.conversation.listing import line
from surveys.conversation.outreach_people import asking, whole
from surveys.conversation.outreach_setting import Tapped, choice, opening, titled
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.pages import first, page
from surveys.errors import NotFound
from surveys.screens import Phrase, Screen

MOST = 8
"""Those that are kept longest are offered."""


class PickedList(Tapped):
    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        of, code = whole(outreach.audience), outreach.code
        options = [
            choice(line(each), code, "list", each.key, selected=of == Listed(each.key))
            for each in kept(sitting.work)[:MOST]
        ]
        return page(
            sitting.language,
            Phrase("outreach.list_how"),
            title=titled("list"),
            options=options,
            controls=[opening("outreach.done", code, "who")],
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        if sitting.work.lists.count(first(values)) is None:
            raise NotFound("list", first(values))
        return asking(outreach, Listed(first(values)))
