from collections.abc import Callable

from surveys.answering.kinds.kind import Accepted, Asking, Kind, Outcome, Rejected
from surveys.answering.values import Answer, Attachment
from surveys.questionnaires.definition import Question
from surveys.screens import Phrase, Wanted

MAX_BYTES = 20 * 1024 * 1024
"""What a bot may fetch afterwards: 20 MB on the Bot API's own server (getFile)."""


class File(Kind):
    """Any document or photo."""

    name = "file"
    wanted = Wanted.FILE

    def suits(self, attachment: Attachment) -> bool:
        return True

    def sent(self, asking: Asking, attachment: Attachment) -> Outcome:
        if not self.suits(attachment):
            return self.unfit()
        if attachment.size > MAX_BYTES:
            return Rejected("file_too_big", {"megabytes": MAX_BYTES // 1024 // 1024})
        return Accepted(attachment)

    def kept(self, question: Question, options: object, answer: Answer) -> Answer | None:
        return answer if isinstance(answer, Attachment) else None

    def said(self, answer: Answer, label: Callable[[str], str], language: str) -> str | Phrase:
        named = answer.name if isinstance(answer, Attachment) else ""
        return named or Phrase(f"answering.received_{self.wanted.value}")
