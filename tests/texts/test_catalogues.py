"""Every text in both languages, whole, in words that people use."""

import re
from string import Formatter

import pytest

from surveys.screens import Phrase
from surveys.texts import Texts
from tests.texts.catalogues import LANGUAGES, Part, parts, said, texts

COUNTS = (1, 2, 5, 11, 21, 104)
FORM_OF = {"ru": (0, 1, 2, 2, 0, 1), "en": (0, 1, 1, 1, 1, 1)}
BUTTON = 40
OFFICIALESE = re.compile(
    r"\b(осуществ\w+|данн(ый|ая|ое|ого|ой|ому)|посредством|в целях|надлежащ\w+|вышеуказанн\w+|нижеследующ\w+|"
    r"в соответствии с|в связи с тем|является|являются|производится|необходимо произвести|в случае если|"
    r"на предмет|по причине|касательно|имеет место)\b",
    re.IGNORECASE,
)
FAMILIAR = re.compile(r"\b(ты|тебя|тебе|тобой|тво(й|я|ё|е|и|их|его|ей|им|ими))\b", re.IGNORECASE)


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.path.name)
def test_a_catalogue_has_the_same_keys_in_every_language(part: Part) -> None:
    stem = part.path.name.split(".")[0]
    twins = [
        other for other in parts() if other.path.parent == part.path.parent and other.path.name.startswith(f"{stem}.")
    ]
    assert {twin.language for twin in twins} == set(LANGUAGES)
    for twin in twins:
        assert twin.forms.keys() == part.forms.keys()
        assert twin.plural == part.plural


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.path.name)
def test_a_catalogue_is_filled_and_no_text_is_doubtful(part: Part) -> None:
    assert [message.id for message in part.catalog if message.id and message.fuzzy] == []
    assert [key for key, forms in part.forms.items() if not all(form.strip() for form in forms)] == []


def test_no_key_stands_in_two_catalogues() -> None:
    for language in LANGUAGES:
        keys = [key for part in parts() if part.language == language for key in part.forms]
        assert sorted(keys) == sorted(set(keys))


def test_both_languages_fill_in_the_same_things() -> None:
    for key, russian in texts("ru").items():
        if texts("en")[key] == ("{sentence}",):
            continue  # pyxform's own sentence, which is English already
        places = [[_places(form) for form in forms] for forms in (russian, texts("en")[key])]
        whole = [set().union(*forms) for forms in places]
        assert whole[0] == whole[1], key
        # A form may say "one" in a word, and then it has no number.
        assert all(form | {"count"} == whole[0] | {"count"} for forms in places for form in forms), key


def _places(form: str) -> set[str]:
    """What names a thing in the text's own language is one thing: `said_ru` and `said_en`, `column` and `english`."""
    names = {"english": "column", "said_ru": "said", "said_en": "said"}
    return {names.get(name, name) for name in _fields(form)}


def _fields(form: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(form) if name}


def test_plurals_are_whole_and_the_right_form_is_said() -> None:
    said_by = Texts({part.path.parent for part in parts()})
    plural = {key for part in parts() for key in part.plural}
    assert plural
    for language, expected in FORM_OF.items():
        for key in sorted(plural):
            forms = texts(language)[key]
            assert len(forms) == max(expected) + 1, (language, key)
            others = {name: "…" for form in forms for name in _fields(form)}
            for count, form in zip(COUNTS, expected, strict=True):
                args: dict[str, str | int | Phrase] = {**others, "count": count}
                assert said_by.say(Phrase(key, args), language) == forms[form].format_map(args), (key, count)


def test_every_key_that_the_code_names_exists() -> None:
    missing = {key: where for key, where in said().keys.items() if key not in texts("ru")}
    assert missing == {}


def test_every_key_is_said_somewhere() -> None:
    # A family that begins with a variable would excuse every key there is.
    families = [re.compile(pattern) for pattern in said().families if not pattern.startswith("[")]
    unused = [
        key
        for key in texts("ru")
        if key not in said().constants and not any(family.fullmatch(key) for family in families)
    ]
    assert unused == []


def test_a_button_fits_a_phone() -> None:
    assert len(said().on_buttons) > 20
    for language in LANGUAGES:
        long = [key for key in said().on_buttons for form in texts(language).get(key, ()) if len(form) > BUTTON]
        assert long == []


def test_nobody_is_spoken_to_in_officialese() -> None:
    found = {key: OFFICIALESE.findall(form) for key, forms in texts("ru").items() for form in forms}
    assert {key: words for key, words in found.items() if words} == {}


def test_citizens_are_addressed_politely() -> None:
    assert [key for key, forms in texts("ru").items() if any(map(FAMILIAR.search, forms))] == []
