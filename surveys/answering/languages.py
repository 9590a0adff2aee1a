"""Which language a session speaks: the nearest to the person's own that its author offers."""

from surveys.questionnaires.definition import Language, Questionnaire
from surveys.texts import LANGUAGES, spoken


def fitting(definition: Questionnaire, wanted: str) -> str:
    """The code of the language offered nearest to the BCP 47 tag `wanted`, else the author's default.

    A questionnaire that names no languages is shown with the program's own words in the person's.
    """
    if not definition.languages:
        return spoken(wanted)
    for near in (wanted, wanted.replace("_", "-").split("-")[0], spoken(wanted)):
        found = _named(definition.languages, near)
        if found:
            return found.code
    default = _named(definition.languages, definition.settings.default_language)
    return (default or definition.languages[0]).code


def offered_language(definition: Questionnaire, code: str) -> str | None:
    """`code` as the definition writes it; None where it is not offered."""
    if not definition.languages:
        return code if code in LANGUAGES else None
    found = _named(definition.languages, code)
    return found.code if found else None


def _named(languages: tuple[Language, ...], wanted: str) -> Language | None:
    plain = wanted.casefold()
    return next((each for each in languages if plain and plain in (each.code.casefold(), each.name.casefold())), None)
