"""What the program says, by key, in Russian and English.

A catalogue is a folder of `<part>.<language>.po` files (gettext's format, so that any translation tool opens them);
msgids are keys such as `answering.back`. A key with a plural has `msgid_plural` equal to its msgid.
"""

import gettext
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from surveys.screens import Phrase, Words

LANGUAGES = ("ru", "en")
DEFAULT_LANGUAGE = "ru"
HERE = Path(__file__).parent


class Texts:
    """Texts of one or more catalogue folders. Where a key is missing the key itself is said: never an exception."""

    def __init__(self, folders: Iterable[Path] = (HERE,)) -> None:
        self._said = {language: _merged(tuple(folders), language) for language in LANGUAGES}

    def say(self, words: Words, language: str) -> str:
        """`words` in the nearest language we speak (see `spoken`). Arguments that are phrases are said too."""
        if isinstance(words, str):
            return words
        language = spoken(language)
        args = {name: self.say(arg, language) if isinstance(arg, Phrase) else arg for name, arg in words.args.items()}
        said = self._said[language]
        count = args.get("count")
        text = said.ngettext(words.key, words.key, count) if isinstance(count, int) else words.key
        if text == words.key:
            text = said.gettext(words.key)
        return text.format_map(args) if args else text


def spoken(language: str) -> str:
    """The language of ours nearest to a BCP 47 tag: Russian for Russia's and neighbours' languages, else English.

    Many citizens whose phone speaks Chechen, Tatar or Ukrainian read Russian more easily than English.
    """
    code = language.lower().replace("_", "-").split("-")[0]
    if code in LANGUAGES:
        return code
    return DEFAULT_LANGUAGE if not code or code in READS_RUSSIAN else "en"


READS_RUSSIAN = frozenset(
    "be uk kk ky tg uz tk az hy ka ba tt ce cv os sah tyv udm mhr mrj kv av lez inh kbd".split()  # noqa: SIM905
)


@cache
def _merged(folders: tuple[Path, ...], language: str) -> gettext.GNUTranslations:
    merged: gettext.GNUTranslations | None = None
    for folder in folders:
        for path in sorted(folder.glob(f"*.{language}.po")):
            with path.open("rb") as source:
                compiled = io.BytesIO()
                write_mo(compiled, read_po(source, locale=language))
            compiled.seek(0)
            loaded = gettext.GNUTranslations(compiled)
            if merged is not None:
                loaded.add_fallback(merged)
            merged = loaded
    if merged is None:
        raise FileNotFoundError(f"no {language} catalogue")
    return merged
