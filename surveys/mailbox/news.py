"""What those who answer letters have to be told: kept until they were, so that a kill loses none of it."""

import json
from dataclasses import asdict, dataclass

from surveys.work import Work

NOTE = "letters_news"


@dataclass(frozen=True, slots=True)
class News:
    letters: int = 0
    """Let out since they were last told."""
    lost: int = 0
    """Sealed under a key that is gone."""
    late: int = 0
    """Threads that have waited too long for an answer."""

    def __bool__(self) -> bool:
        return bool(self.letters or self.lost or self.late)


def announce(work: Work, news: News) -> None:
    before = untold(work)
    both = News(before.letters + news.letters, before.lost + news.lost, max(before.late, news.late))
    _keep(work, both)


def untold(work: Work) -> News:
    noted = work.notes.get(NOTE)
    return News(**json.loads(noted)) if noted else News()


def told(work: Work, said: News) -> None:
    """`said` has reached whom it could reach. What came meanwhile stays to be told."""
    now = untold(work)
    late = 0 if now.late == said.late else now.late
    _keep(work, News(max(now.letters - said.letters, 0), max(now.lost - said.lost, 0), late))


def _keep(work: Work, news: News) -> None:
    work.notes.put(NOTE, json.dumps(asdict(news)) if news else None)
