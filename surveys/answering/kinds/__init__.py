"""One kind of question, one file. The registry is what a test walks."""

from surveys.answering.kinds.acknowledge import Acknowledge
from surveys.answering.kinds.calculate import Calculate
from surveys.answering.kinds.date import Date
from surveys.answering.kinds.decimal import DecimalNumber
from surveys.answering.kinds.file import File
from surveys.answering.kinds.geopoint import Geopoint
from surveys.answering.kinds.hidden import Hidden
from surveys.answering.kinds.image import Image
from surveys.answering.kinds.integer import Integer
from surveys.answering.kinds.kind import Kind
from surveys.answering.kinds.note import Note
from surveys.answering.kinds.range import Range
from surveys.answering.kinds.rank import Rank
from surveys.answering.kinds.select_multiple import SelectMultiple
from surveys.answering.kinds.select_one import SelectOne
from surveys.answering.kinds.text import Text
from surveys.answering.kinds.time import Time
from surveys.questionnaires.definition import Question

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        SelectOne(),
        SelectMultiple(),
        Rank(),
        Text(),
        Integer(),
        DecimalNumber(),
        Range(),
        Date(),
        Time(),
        Note(),
        Acknowledge(),
        Image(),
        File(),
        Geopoint(),
        Calculate(),
        Hidden(),
    )
}


def kind_of(question: Question) -> Kind:
    """Raises KeyError for a kind that no reader lets through."""
    return KINDS[question.kind]
