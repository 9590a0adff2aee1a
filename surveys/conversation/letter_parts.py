"""Everything about letters in conversation, put together."""

from dataclasses import dataclass
from datetime import datetime

from surveys.anonymity.keys import Keys
from surveys.anonymity.texts import Remembered
from surveys.chance import Chance
from surveys.conversation.corresponding import Corresponding
from surveys.conversation.incoming import Policy
from surveys.conversation.letter_desk import LetterDesk
from surveys.conversation.letter_form import LetterForms
from surveys.conversation.speaking import Speaking
from surveys.conversation.unseen import Part
from surveys.mailbox.limits import LettersADay


@dataclass(frozen=True, slots=True)
class Letters:
    desk: LetterDesk
    """Also a part of `unseen`, for the text of an answer."""
    unseen: tuple[Part, ...]

    @classmethod
    def of(cls, policy: Policy, keys: Keys, chance: Chance, remembered: Remembered, began: datetime) -> "Letters":
        forms, limit = LetterForms(keys), LettersADay()
        desk = LetterDesk(policy, keys, remembered, forms)
        speaking = Speaking(policy, keys, chance, remembered, limit, forms, began)
        corresponding = Corresponding(policy, keys, chance, remembered, limit, forms)
        return cls(desk, (speaking, corresponding, desk))
