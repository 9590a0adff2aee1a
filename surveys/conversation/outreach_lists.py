"""An uploaded list as the audience of a campaign. Who stands on it is shown nowhere, only how many."""

from surveys.campaigns.audiences import Listed
from surveys.campaigns.outreach import Outreach
from surveys.conversation.outreach_people import asking, whole
from surveys.conversation.outreach_setting import Tapped, choice, opening, titled
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.pages import first, page
from surveys.errors import NotFound
from surveys.screens import Phrase, Screen

NOTE = "uploaded_lists"


class PickedList(Tapped):
    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        of, keys = whole(outreach.audience), list[str]()
        options = [
            choice(
                Phrase("outreach.list_row", {"name": key, "count": sitting.work.lists.count(key) or 0}),
                outreach.code,
                "list",
                key,
                selected=of == Listed(key),
            )
            for key in keys
        ]
        return page(
            sitting.language,
            Phrase("outreach.list_how"),
            title=titled("list"),
            options=options,
            controls=[opening("outreach.done", outreach.code, "who")],
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        key = first(values)
        if sitting.work.lists.count(key) is None:
            raise NotFound("list", key)
        return asking(outreach, Listed(key))
