"""What counts as a letter when a server looks for mentions and tags.

Python 3.11 knows Unicode 14, Telegram a newer one: letters added since are none here.
"""

import unicodedata


def is_letter(character: str) -> bool:
    """A letter of any script."""
    return unicodedata.category(character)[0] == "L"


def is_word(character: str) -> bool:
    """A letter, any number or an underscore; "" (beyond the text) is none."""
    if not character:
        return False
    category = unicodedata.category(character)
    return character == "_" or category[0] == "L" or category[0] == "N"


def is_tag(character: str) -> bool:
    """What a hashtag may consist of; "" (beyond the text) is none."""
    if not character:
        return False
    in_tag = character in "_\u200c\u00b7" or "\u0d80" <= character <= "\u0dff"
    return in_tag or is_letter(character) or unicodedata.category(character) == "Nd"
