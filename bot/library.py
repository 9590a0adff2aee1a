"""The questionnaires that ship with the program, published at each start where they are new."""

from datetime import datetime
from functools import cache
from importlib.resources import files

from surveys.errors import Conflict
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.reading import read
from surveys.work import Work


class LibraryBroken(RuntimeError):
    """A shipped questionnaire does not read: a fault of this release. `name` is its file."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@cache
def library() -> tuple[Questionnaire, ...]:
    """Every shipped questionnaire, by file name."""
    folder = files("surveys.questionnaires") / "library"
    shipped = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            questionnaire = read(entry.name, entry.read_bytes()).questionnaire
            if questionnaire is None:
                raise LibraryBroken(entry.name)
            shipped.append(questionnaire)
    return tuple(shipped)


def publish_library(work: Work, now: datetime) -> int:
    """Publish what is new; the number of new versions. A version an administration changed is left as it is."""
    new = 0
    for questionnaire in library():
        settings = questionnaire.settings
        if work.questionnaires.version(settings.form_id, settings.version) is not None:
            continue
        try:
            new += work.questionnaires.publish(questionnaire, now)
        except Conflict:
            continue
    return new
