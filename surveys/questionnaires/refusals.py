"""A type that cannot be asked, as an issue."""

from surveys.questionnaires import kinds
from surveys.questionnaires.issue import Issue, error
from surveys.questionnaires.place import Place


def refuse_type(written: str, meaning: kinds.Meaning, place: Place) -> Issue:
    """Why a row of type `written` is no question. `meaning` is anything but `kinds.Asks`."""
    match meaning:
        case kinds.Unsupported(name):
            return error("TYPE_UNSUPPORTED", place, type=name)
        case kinds.Control(_, what):
            return error("REPEAT_UNSUPPORTED" if what != "group" else "GROUP_AS_TYPE", place, type=what)
        case kinds.Inert(kind):
            return error("METADATA_AMONG_QUESTIONS", place, type=kind)
        case kinds.Unknown("") | kinds.Asks():
            return error("TYPE_UNKNOWN", place, type=written)
        case kinds.Unknown(meant):
            return error("TYPE_MISSPELT", place, type=written, meant=meant)
