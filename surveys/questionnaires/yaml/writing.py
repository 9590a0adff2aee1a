"""A definition as YAML text that `read_yaml` reads back as an equal definition."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from surveys.questionnaires.columns import (
    CHOICE_COLUMNS,
    GROUP_COLUMNS,
    QUESTION_COLUMNS,
    SETTINGS_COLUMNS,
    Carries,
    Column,
)
from surveys.questionnaires.definition import Choice, Group, Item, Localized, Questionnaire, Settings
from surveys.questionnaires.written import type_of, written

_DEFAULTS = Settings(form_id="")


def write_yaml(questionnaire: Questionnaire) -> str:
    """The text: no anchors, no tags, keys in a fixed order, long texts as they are."""
    document: dict[str, Any] = {"settings": _settings(questionnaire.settings)}
    if questionnaire.languages:
        document["languages"] = {language.code: language.name for language in questionnaire.languages}
    if questionnaire.lists:
        document["lists"] = {
            name: [_choice(choice) for choice in known.choices] for name, known in questionnaire.lists.items()
        }
    if questionnaire.metadata:
        document["metadata"] = [
            {"type": row.kind, "name": row.name, **_mapping("extra", row.extra)} for row in questionnaire.metadata
        ]
    if questionnaire.entities:
        document["entities"] = [dict(row.cells) for row in questionnaire.entities]
    document["survey"] = [_item(item) for item in questionnaire.items]
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _settings(settings: Settings) -> dict[str, Any]:
    fields = {
        "title" if column.name == "form_title" else column.name: value
        for column in SETTINGS_COLUMNS
        if (value := _value(column, settings))
        and getattr(settings, column.attribute) != getattr(_DEFAULTS, column.attribute)
    }
    return {"form_id": settings.form_id, **fields, **_mapping("extra", settings.extra)}


def _item(item: Item) -> dict[str, Any]:
    if isinstance(item, Group):
        return {
            "group": item.name,
            **_fields(GROUP_COLUMNS, item),
            **_mapping("extra", item.extra),
            "items": [_item(inner) for inner in item.items],
        }
    return {
        "type": type_of(item),
        "name": item.name,
        **_fields(QUESTION_COLUMNS, item),
        **_media(item.media),
        **_mapping("extra", item.extra),
    }


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "name": choice.name,
        **_fields(CHOICE_COLUMNS, choice),
        **_media(choice.media),
        **_mapping("attributes", choice.attributes),
    }


def _fields(columns: tuple[Column, ...], item: object) -> dict[str, Any]:
    return {column.name: value for column in columns if (value := _value(column, item))}


def _value(column: Column, item: object) -> Any:
    value = getattr(item, column.attribute)
    if column.carries is Carries.LOCALIZED:
        return _text(value)
    return dict(value) if column.carries is Carries.PAIRS else written(column, value)


def _text(text: Localized) -> str | dict[str, str]:
    if len(text.texts) == 1 and text.texts[0][0] == "":
        return text.texts[0][1]
    return dict(text.texts)


def _media(media: Mapping[str, Localized]) -> dict[str, Any]:
    return _mapping("media", {name: _text(text) for name, text in media.items()})


def _mapping(key: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: dict(values)} if values else {}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


# Our reader takes every scalar as text, so `yes` and `5` need no quotes; only what means "nothing" does.
_Dumper.yaml_implicit_resolvers = {}
_Dumper.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Dumper.add_representer(str, _represent_text)
