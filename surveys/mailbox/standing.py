"""What letters stand on: a key of their own, made on first need, and one pool for everybody.

A key that is lost is made anew. Then buttons drawn before lead nowhere, while codes keep opening their threads: a code
needs no key.
"""

from surveys.anonymity.keys import KeyLost, Keys, Pool
from surveys.errors import Conflict
from surveys.mailbox.letters import STANDING

FORM = "int-initiative"
"""The questionnaire whose tapped part goes before a letter."""
LETTERS = Pool(STANDING, "letters", "")


def mail_key(keys: Keys) -> bytes:
    """Two that need it first at once get the same."""
    try:
        return keys.campaign(STANDING)
    except KeyLost:
        try:
            return keys.make_campaign(STANDING)
        except Conflict:
            return keys.campaign(STANDING)
