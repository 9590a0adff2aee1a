"""The type column: what each spelling means to Otklik, and what it refuses by name.

Spellings are those of pyxform 4.5 (`question_type_dictionary.py`, `aliases.py`), which matches them with their case.
"""

import re
from dataclasses import dataclass

from surveys.questionnaires.similar import nearest

SPELLINGS = {
    "text": ("text", "string", "q string", "add text prompt"),
    "integer": ("integer", "int", "q int", "add integer prompt"),
    "decimal": ("decimal", "q decimal", "add decimal prompt"),
    "range": ("range",),
    "date": ("date", "q date", "add date prompt"),
    "time": ("time",),
    "note": ("note", "q note", "add note prompt"),
    "acknowledge": ("acknowledge", "trigger", "q acknowledge", "add acknowledge prompt"),
    "image": ("image", "photo", "q image", "q picture", "add image prompt", "add photo prompt"),
    "file": ("file", "add file prompt"),
    "geopoint": ("geopoint", "location", "gps", "q geopoint", "q location", "add location prompt"),
    "calculate": ("calculate", "q calculate", "add calculate prompt"),
    "hidden": ("hidden",),
}
CHOOSING_SPELLINGS = {
    "select_one": ("select_one", "select one", "select1", "select one from", "add select one prompt using"),
    "select_multiple": (
        "select_multiple",
        "select all that apply",
        "select all that apply from",
        "add select multiple prompt using",
    ),
    "rank": ("rank",),
}
ATTACHING = frozenset({"image", "file"})
CHOOSING = frozenset(CHOOSING_SPELLINGS)
KINDS = (*SPELLINGS, *CHOOSING_SPELLINGS)

METADATA_SPELLINGS = {
    "start": ("start", "start time", "get start time"),
    "end": ("end", "end time", "get end time"),
    "today": ("today", "get today"),
    "deviceid": ("deviceid", "device id", "get device id", "imei", "uri:deviceid"),
    "phonenumber": ("phonenumber", "phone number", "get phone number", "uri:phonenumber"),
    "username": ("username", "uri:username"),
    "email": ("email", "uri:email"),
    "simserial": ("simserial", "sim id", "get sim id", "uri:simserial"),
    "subscriberid": ("subscriberid", "subscriber id", "get subscriber id", "uri:subscriberid"),
    "audit": ("audit",),
}

UNSUPPORTED = (
    "audio",
    "video",
    "barcode",
    "geotrace",
    "geoshape",
    "dateTime",
    "datetime",
    "date time",
    "percentage",
    "osm",
    "csv-external",
    "xml-external",
    "select_one_external",
    "select_one_from_file",
    "select_multiple_from_file",
    "select one from file",
    "select multiple from file",
    "cascading_select",
    "cascading select",
    "start-geopoint",
    "background-geopoint",
    "background-audio",
    "add date time prompt",
    "add dateTime prompt",
    "add audio prompt",
    "add video prompt",
    "add barcode prompt",
    "q date time",
    "q dateTime",
    "q audio",
    "q video",
    "q barcode",
    "q geoshape",
    "q geotrace",
    "number of days in last month",
    "number of days in last six months",
    "number of days in last year",
)

_KIND_OF = {spelling: kind for kind, spellings in SPELLINGS.items() for spelling in spellings}
_METADATA_OF = {spelling: kind for kind, spellings in METADATA_SPELLINGS.items() for spelling in spellings}
_CHOOSING_OF = {spelling: kind for kind, spellings in CHOOSING_SPELLINGS.items() for spelling in spellings}


def _longest_first(words: "tuple[str, ...] | list[str]") -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_CHOOSES = re.compile(
    rf"^(?P<command>{_longest_first(list(_CHOOSING_OF))}) (?P<list>\S+)"
    r"( (?P<other>or specify other|or_other|or other))?$"
)
_REFUSED = re.compile(rf"^(?P<name>{_longest_first(UNSUPPORTED)})( .*)?$")
_CONTROL = re.compile(
    r"^(?P<edge>begin|end)[ _](?P<what>group|lgroup|repeat|loop|looped group)( (over )?(?P<list>\S+))?$"
)


@dataclass(frozen=True, slots=True)
class Asks:
    kind: str
    choices: str = ""
    or_other: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """A begin or end row. `what` is "group", "repeat" or "loop"."""

    begins: bool
    what: str


@dataclass(frozen=True, slots=True)
class Inert:
    """A metadata row."""

    kind: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A type of the format that Otklik does not carry."""

    name: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No type at all; `meant` is the near miss or ""."""

    meant: str = ""


Meaning = Asks | Control | Inert | Unsupported | Unknown


def meaning_of(written: str) -> Meaning:
    """What a cell of the type column means. Runs of spaces count as one."""
    text = " ".join(written.split())
    if text in _KIND_OF:
        return Asks(_KIND_OF[text])
    if text in _METADATA_OF:
        return Inert(_METADATA_OF[text])
    if match := _CONTROL.match(text):
        what = {"lgroup": "repeat", "looped group": "repeat"}.get(match["what"], match["what"])
        return Control(match["edge"] == "begin", what)
    if match := _REFUSED.match(text):
        return Unsupported(match["name"])
    if match := _CHOOSES.match(text):
        return Asks(_CHOOSING_OF[match["command"]], match["list"], bool(match["other"]))
    return Unknown(_meant(text))


def _meant(text: str) -> str:
    """Compares the first word alone when the rest may be a list: "select_on colours" means "select_one colours"."""
    first, _, rest = text.partition(" ")
    choosing = nearest(first, ("select_one", "select_multiple", "rank"))
    if choosing:
        return f"{choosing} {rest or 'LIST'}"
    controls = ("begin_group", "end_group", "begin_repeat", "end_repeat")
    return nearest(text, (*SPELLINGS, *controls, *METADATA_SPELLINGS))
