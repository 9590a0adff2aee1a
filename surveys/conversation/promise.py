"""«Как это устроено»: the promise in full, what it does not cover, and how anybody can check it (trust.md 1.3)."""

from surveys.conversation.deeds import EVERYBODY, Deed
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.pages import first, option, page
from surveys.disclosure.parameters import Parameters
from surveys.people import Person
from surveys.screens import Phrase, Reply, Tone
from surveys.work import Work


class Promise:
    def commands(self) -> dict[str, Deed]:
        return {}

    def taps(self) -> dict[str, Deed]:
        return {
            "why": Deed(
                lambda work, incoming, person, args, _: self.explained(work, incoming, person, first(args)),
                EVERYBODY,
                shows=True,
            )
        }

    def explained(self, work: Work, incoming: Incoming, person: Person, code: str) -> Outcome:
        """With the numbers of the survey `code`, of the newest running one, or of any that may be held."""
        campaign = work.campaigns.find(code) if code else next(iter(work.campaigns.running()), None)
        parameters = campaign.parameters if campaign else Parameters()
        numbers: dict[str, str | int | Phrase] = {
            "k": parameters.k,
            "others": parameters.k - 1,
            "twice": 2 * parameters.k,
            "k_text": parameters.k_text,
            "hours": -(-int(parameters.pause.total_seconds()) // 3600),
        }
        back = [option("trust.back", "anon", campaign.code, tone=Tone.PRIMARY)] if campaign and code else []
        language = person.language or incoming.language
        screen = page(
            language,
            Phrase("trust.claim", numbers),
            Phrase("trust.mixed", numbers),
            Phrase("trust.when", numbers),
            Phrase("trust.not_covered", numbers),
            Phrase("trust.check"),
            title=Phrase("trust.why_title"),
            controls=[*back, option("unseen.what_is_stored", "privacy")],
        )
        return Outcome(Reply(screen, afresh=not incoming.placement), language)
