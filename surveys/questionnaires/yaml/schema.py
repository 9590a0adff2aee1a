"""The shape of a questionnaire in YAML. Editors complete it from the JSON Schema made of these classes.

`loading` gives text for every scalar, so the classes want text; the JSON Schema also lets an editor write bare
numbers and booleans, which mean the same.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

Word = Annotated[str, WithJsonSchema({"type": ["string", "number", "boolean"]})]
Text = Annotated[
    str | dict[str, str],
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}),
]
"""One text without a language, or a mapping of language code to text."""
Words = dict[str, Word]
Media = dict[str, Text]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SettingsSchema(_Strict):
    """What the settings sheet says."""

    form_id: Word = Field(default="", description="Identity of the questionnaire: letters, digits, - and _.")
    title: Text = ""
    version: Word = "1"
    default_language: Word = ""
    audience: Word = Field(default="external", description="external (citizens) or internal (staff).")
    direction: Word = ""
    process: Word = ""
    anonymity: Word = Field(default="no_identity", description="no_identity or strict.")
    min_cell: Word = Field(default="5", description="The smallest group whose results may be shown.")
    campaign: Word = ""
    intro: Text = ""
    outro: Text = ""
    extra: Words = Field(default_factory=dict, description="Settings carried without being used.")


class ChoiceSchema(_Strict):
    name: Word
    label: Text = ""
    pain: Word = Field(default="", description="Code of the pain dictionary.")
    exclusive: Word = Field(default="", description="yes: chosen alone.")
    media: Media = Field(default_factory=dict)
    attributes: Words = Field(default_factory=dict, description="Extra columns for choice filters.")


class QuestionSchema(_Strict):
    type: Word = Field(description='For example "select_one channels", "range", "text".')
    name: Word
    label: Text = ""
    hint: Text = ""
    guidance_hint: Text = ""
    required: Word = Field(default="", description="yes, or an expression.")
    required_message: Text = ""
    relevant: Word = Field(default="", description="An expression: asked only while it is true.")
    constraint: Word = Field(default="", description="An expression over . (this answer).")
    constraint_message: Text = ""
    calculation: Word = ""
    default: Word = ""
    trigger: Word = ""
    read_only: Word = ""
    choice_filter: Word = ""
    parameters: Words = Field(default_factory=dict)
    appearance: Word = ""
    metric: Word = Field(default="", description="csat, ces, nps, enps, csi:<criterion>, weight, fact:<name>.")
    na: Word = Field(default="", description="yes: offers «not applicable».")
    sensitive: Word = Field(default="", description="yes: an anonymous survey shows its answers only in bands.")
    max_choices: Word = ""
    options_from: Word = ""
    effect: Word = ""
    media: Media = Field(default_factory=dict)
    extra: Words = Field(default_factory=dict, description="Columns carried without being used.")


class GroupSchema(_Strict):
    group: Word = Field(description="The name of the group.")
    label: Text = ""
    hint: Text = ""
    relevant: Word = ""
    appearance: Word = ""
    extra: Words = Field(default_factory=dict)
    items: "list[ItemSchema]"


class MetadataSchema(_Strict):
    type: Word
    name: Word
    extra: Words = Field(default_factory=dict)


def _question_or_group(item: Any) -> str:
    is_group = "group" in item if isinstance(item, dict) else isinstance(item, GroupSchema)
    return "group" if is_group else "question"


ItemSchema = Annotated[
    Annotated[GroupSchema, Tag("group")] | Annotated[QuestionSchema, Tag("question")],
    Discriminator(_question_or_group),
]


class QuestionnaireSchema(_Strict):
    """A questionnaire of Otklik: the vocabulary of XLSForm in YAML."""

    settings: SettingsSchema
    languages: dict[str, str] = Field(default_factory=dict, description="Language code and its own name.")
    lists: dict[str, list[ChoiceSchema]] = Field(default_factory=dict)
    metadata: list[MetadataSchema] = Field(default_factory=list)
    entities: list[Words] = Field(
        default_factory=list, description="Rows of the entities sheet, by column: kept for other tools."
    )
    survey: list[ItemSchema]


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the YAML format."""
    schema = QuestionnaireSchema.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Otklik questionnaire", **schema}
