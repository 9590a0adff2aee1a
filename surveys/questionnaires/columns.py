"""The columns an author may write, once for both containers: the header in a sheet and key in YAML, and the field."""

from dataclasses import dataclass
from enum import Enum


class Carries(Enum):
    TEXT = "text"
    LOCALIZED = "localized"
    CONDITION = "condition"
    """An expression, or yes and no; yes is kept as "true()", no as nothing."""
    FLAG = "flag"
    COUNT = "count"
    PAIRS = "pairs"
    """`key=value key=value`."""


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the header we write and the key in YAML; `aliases` are other headers that mean the same."""

    name: str
    attribute: str
    carries: Carries = Carries.TEXT
    aliases: tuple[str, ...] = ()
    ours: bool = False
    """An extension of Otklik's, which pyxform does not know."""


TYPE = Column("type", "type", aliases=("command",))
NAME = Column("name", "name", aliases=("tag", "value"))
LIST_NAME = Column("list_name", "list_name")

QUESTION_COLUMNS = (
    Column("label", "label", Carries.LOCALIZED, ("caption",)),
    Column("hint", "hint", Carries.LOCALIZED),
    Column("guidance_hint", "guidance", Carries.LOCALIZED),
    Column("required", "required", Carries.CONDITION, ("bind::required",)),
    Column("required_message", "required_message", Carries.LOCALIZED, ("requiredmsg", "bind::jr:requiredmsg")),
    Column("relevant", "relevant", Carries.TEXT, ("relevance", "bind::relevant")),
    Column("constraint", "constraint", Carries.TEXT, ("bind::constraint",)),
    Column(
        "constraint_message",
        "constraint_message",
        Carries.LOCALIZED,
        ("constraining_message", "bind::jr:constraintmsg"),
    ),
    Column("calculation", "calculation", Carries.TEXT, ("calculate", "bind::calculate")),
    Column("default", "default"),
    Column("trigger", "trigger"),
    Column("read_only", "read_only", Carries.CONDITION, ("readonly", "bind::readonly")),
    Column("choice_filter", "choice_filter"),
    Column("parameters", "parameters", Carries.PAIRS),
    Column("appearance", "appearance", Carries.TEXT, ("control::appearance", "body::appearance")),
    Column("metric", "metric", ours=True),
    Column("na", "not_applicable", Carries.FLAG, ours=True),
    Column("sensitive", "sensitive", Carries.FLAG, ours=True),
    Column("max_choices", "max_choices", Carries.COUNT, ours=True),
    Column("options_from", "options_from", ours=True),
    Column("effect", "effect", ours=True),
)

GROUP_COLUMNS = (
    Column("label", "label", Carries.LOCALIZED, ("caption",)),
    Column("hint", "hint", Carries.LOCALIZED),
    Column("relevant", "relevant", Carries.TEXT, ("relevance", "bind::relevant")),
    Column("appearance", "appearance", Carries.TEXT, ("control::appearance", "body::appearance")),
)

CHOICE_COLUMNS = (
    Column("label", "label", Carries.LOCALIZED, ("caption",)),
    Column("pain", "pain", ours=True),
    Column("exclusive", "exclusive", Carries.FLAG, ours=True),
)

SETTINGS_COLUMNS = (
    Column("form_id", "form_id", Carries.TEXT, ("id_string", "set_form_id")),
    Column("form_title", "title", Carries.LOCALIZED, ("title", "set_form_title")),
    Column("version", "version"),
    Column("default_language", "default_language"),
    Column("audience", "audience", ours=True),
    Column("direction", "direction", ours=True),
    Column("process", "process", ours=True),
    Column("anonymity", "anonymity", ours=True),
    Column("min_cell", "min_cell", Carries.COUNT, ours=True),
    Column("campaign", "campaign", ours=True),
    Column("intro", "intro", Carries.LOCALIZED, ours=True),
    Column("outro", "outro", Carries.LOCALIZED, ours=True),
)

MEDIA = ("image", "big-image", "audio", "video")
"""Headers of media shown with a question or a choice, each also as `media::<name>`; all may have a language."""

YES = frozenset({"yes", "true", "true()", "1"})
NO = frozenset({"no", "false", "false()", "0", ""})


def condition(written: str) -> str:
    """Yes is "true()", no is "", anything else is the expression itself."""
    lower = written.lower()
    return "true()" if lower in YES - {"1"} else "" if lower in NO - {"0"} else written
