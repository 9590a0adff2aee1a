"""A person arrives at a point: by its signed link or by the code typed from its poster."""

from datetime import date, datetime

from surveys.points.codes import CodeRefused, read_code
from surveys.points.guesses import count_wrong, may_guess
from surveys.points.links import UNKNOWN, Scan, Verdict, reachable, read_payload
from surveys.work import Work


def arrive_by_link(work: Work, person: int, payload: str, secret: bytes, now: datetime, today: date) -> Scan:
    """A genuine link always works, also for who mistyped codes before: its signature cannot be guessed."""
    scan = read_payload(payload, secret, work.points.by_key)
    return _counted(work, person, scan, now, today)


def arrive_by_code(work: Work, person: int, text: str, now: datetime, today: date) -> Scan | CodeRefused:
    """CodeRefused when the text cannot be any point's code; "shape" means: treat it as an ordinary text.

    Who is over the limit is told WAIT for a right code as for a wrong one, before anything is looked up.
    A withdrawn point's code is unknown; a closed point's code names the place, but counts as a guess.
    """
    code = read_code(text)
    if isinstance(code, CodeRefused):
        return code
    if not may_guess(work.attempts, person, now):
        return Scan(Verdict.WAIT)
    point = work.points.by_code(code)
    scan = UNKNOWN if point is None or point.revoked else reachable(point)
    return _counted(work, person, scan, now, today)


def _counted(work: Work, person: int, scan: Scan, now: datetime, today: date) -> Scan:
    if scan.verdict in (Verdict.UNKNOWN, Verdict.INACTIVE):
        count_wrong(work.attempts, person, now)
    elif scan.verdict is Verdict.FOUND and scan.point is not None:
        work.funnel.count(scan.point.key, "scanned", today)
    return scan
