"""Every code that the sources or pyxform can give has a text and a remedy, in both languages, with the same fields."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from pyxform.errors import ErrorCode

import surveys.questionnaires
from surveys.questionnaires.checks import CHECKS
from surveys.questionnaires.xlsform.sentences import PLAIN
from surveys.texts import HERE, LANGUAGES

SOURCES = Path(str(surveys.questionnaires.__file__)).parent
_RAISED = re.compile(r'\b(?:error|warning|make|_refuse|_fault)\(\s*"([A-Z0-9_]+)"')
BY_PYXFORM = {*(code.name for code in ErrorCode), *(known.code for known in PLAIN), "PYXFORM_REFUSED", "PYXFORM_FAILED"}


def raised() -> set[str]:
    found = {code for path in SOURCES.rglob("*.py") for code in _RAISED.findall(path.read_text("utf-8"))}
    return found - {"PYXFORM_REFUSED", "PYXFORM_FAILED"}


def catalogue(language: str) -> dict[str, str]:
    with (HERE / f"questionnaires.{language}.po").open("rb") as source:
        return {
            str(one.id): str(one.string) for one in read_po(source, locale=language) if one.id and not one.pluralizable
        }


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_text_and_a_remedy(language: str) -> None:
    known = catalogue(language)
    wanted = {f"questionnaires.{code}" for code in raised()} | {f"questionnaires.pyxform.{code}" for code in BY_PYXFORM}

    assert len(raised()) > 80
    assert {key for stem in wanted for key in (f"{stem}.message", f"{stem}.hint") if not known.get(key)} == set()


def test_both_languages_have_the_same_keys_and_our_messages_the_same_fields() -> None:
    russian, english = catalogue("ru"), catalogue("en")

    assert russian.keys() == english.keys()
    differing = {
        key
        for key, text in russian.items()
        if ".pyxform." not in key
        and {name.removesuffix("_ru") for name in fields(text)}
        != {name.removesuffix("_en") for name in fields(english[key])}
    }
    assert differing == set()


def test_every_rule_is_in_the_registry() -> None:
    folder = SOURCES / "checks"
    written = {
        name for path in folder.glob("*.py") for name in re.findall(r"^def (check_\w+)", path.read_text("utf-8"), re.M)
    }

    assert {rule.__name__ for rule in CHECKS} == written
