"""pydantic's findings about the shape of a YAML questionnaire, as issues with lines."""

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from surveys.questionnaires.issue import Issue, error
from surveys.questionnaires.place import Place
from surveys.questionnaires.similar import nearest
from surveys.questionnaires.yaml.loading import LIMIT_ISSUES, Loaded, Path
from surveys.questionnaires.yaml.schema import (
    ChoiceSchema,
    GroupSchema,
    MetadataSchema,
    QuestionnaireSchema,
    QuestionSchema,
    SettingsSchema,
)

# What pydantic inserts into a location to say which member of a union it tried.
_ITEM_STEPS = frozenset({"question", "group"})
_TEXT_STEPS = frozenset({"str", "dict[str,str]"})


def shape_issues(wrong: ValidationError, loaded: Loaded) -> list[Issue]:
    """One issue for each place: a text that is neither string nor mapping is reported once, not per alternative.

    At most LIMIT_ISSUES: a file of nothing but wrong keys takes a second to complain of in full, and nobody reads it.
    """
    found: dict[tuple[str, Path], Issue] = {}
    for detail in wrong.errors(include_url=False, include_context=False, include_input=False):
        path = _yaml_path(detail["loc"], loaded)
        issue = _issue(detail, path, loaded)
        found.setdefault((issue.code, path), issue)
        if len(found) == LIMIT_ISSUES:
            break
    return list(found.values())


def _issue(detail: ErrorDetails, path: Path, loaded: Loaded) -> Issue:
    place = Place(str(path[0]) if path else "", loaded.line(path), str(path[-1]) if path else "")
    key = str(path[-1]) if path else ""
    match detail["type"]:
        case "extra_forbidden":
            meant = nearest(key, _known_keys(path, detail))
            if meant:
                return error("YAML_KEY_MISSPELT", place, key=key, meant=meant)
            return error("YAML_KEY_UNKNOWN", place, key=key)
        case "missing":
            return error("YAML_KEY_MISSING", place, key=key)
        case "list_type":
            return error("YAML_NOT_A_LIST", place, key=key)
        case "model_type" | "dict_type" | "model_attributes_type":
            return error("YAML_NOT_KEYS", place, key=key)
        case _:
            return error("YAML_NOT_TEXT", place, key=key)


def _yaml_path(location: tuple[int | str, ...], loaded: Loaded) -> Path:
    """The location without pydantic's own steps: the kind of an item after its index, the kind of text at the end."""
    path: Path = ()
    tagged: Path = ()
    for step in location:
        after_item = bool(path) and isinstance(path[-1], int) and path[0] == "survey"
        if after_item and step in _ITEM_STEPS and path != tagged:
            tagged = path
            continue
        if step in _TEXT_STEPS and (*path, step) not in loaded.lines:
            continue
        path = (*path, step)
    return path


def _known_keys(path: Path, detail: ErrorDetails) -> tuple[str, ...]:
    return tuple(_schema_at(path[:-1], "group" in detail["loc"][-2:-1]).model_fields)


def _schema_at(path: Path, group: bool) -> type[BaseModel]:
    match path:
        case ():
            return QuestionnaireSchema
        case ("settings",):
            return SettingsSchema
        case ("lists", *_):
            return ChoiceSchema
        case ("metadata", *_):
            return MetadataSchema
    return GroupSchema if group else QuestionSchema
