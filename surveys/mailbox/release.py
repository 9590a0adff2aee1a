"""Once a day, at an hour of the clock: the letters that wait are let out together, shuffled, under the day's date.

At least LEAST at once, so that a letter does not say in which day's hours it was written; but on every third day of
the calendar all that wait, so that a lone one waits AT_MOST days. That needs no note of when anything came.

    one transaction:   letters into the mailbox, all boxes out, generation on
    after the commit:  the old key dropped, the log cut off

The next key is made in the round too: made with the first letter, its file would tell the moment of that letter.

Never asked because somebody wrote. The day is noted whether or not anything waits: a letter that comes at noon after
an empty morning must not go out at noon.
"""

from datetime import date, datetime, timedelta, tzinfo

from surveys.anonymity.draw import Afterwards, CutOff, DropBlockKey
from surveys.anonymity.keys import Keys
from surveys.anonymity.lots import shuffled
from surveys.anonymity.opening import contents_of
from surveys.anonymity.pool import Change
from surveys.chance import Chance
from surveys.mailbox.contents import Posted, read
from surveys.mailbox.letters import Arrived
from surveys.mailbox.news import News, announce
from surveys.mailbox.standing import FORM, LETTERS
from surveys.mailbox.waiting import to_remind_of
from surveys.work import Work

HOUR = 9
"""Of the administration's clock."""
LEAST = 3
AT_MOST = 3
"""Days."""
LAST_ROUND = "letters_round"
"""The note that holds the day of the last round."""


def let_out(work: Work, keys: Keys, chance: Chance, now: datetime, zone: tzinfo) -> tuple[Afterwards, ...]:
    """The day's round, where it is due: letters let out, and who answers them told and reminded."""
    local = now.astimezone(zone)
    today, last = local.date(), _last(work)
    if local.hour < HOUR or (last is not None and last >= today):
        return ()
    work.notes.put(LAST_ROUND, today.isoformat())
    news, afterwards = News(), old_keys(work, keys)
    waiting = work.pools.size(LETTERS)
    if waiting and (waiting >= LEAST or _is_third_day(last, today) or _keyless(work, keys)):
        news, released = _release(work, keys, chance, now, today)
        afterwards = (*afterwards, *released)
    late = to_remind_of(work.mailbox.threads(), work.questionnaires.current(FORM), last, today)
    announce(work, News(news.letters, news.lost, late))
    return afterwards


def mend(work: Work, keys: Keys, now: datetime) -> tuple[Afterwards, ...]:
    """Before anybody writes: what a kill left is finished, and boxes whose key is lost go, as they would keep every
    new letter out."""
    afterwards = old_keys(work, keys)
    if work.pools.size(LETTERS) and _keyless(work, keys):
        announce(work, News(lost=_emptied(work, keys, now)))
        return (*afterwards, CutOff())
    if not work.pools.size(LETTERS):
        keys.make_block(LETTERS, work.pools.generation(LETTERS))
    return afterwards


def old_keys(work: Work, keys: Keys) -> tuple[Afterwards, ...]:
    """Keys of generations that are over, which a kill kept from being dropped."""
    standing = work.pools.generation(LETTERS)
    drops = tuple(DropBlockKey(LETTERS, each) for each in sorted(keys.generations(LETTERS)) if each < standing)
    return (*drops, CutOff()) if drops else ()


def _release(work: Work, keys: Keys, chance: Chance, now: datetime, today: date) -> tuple[News, tuple[Afterwards, ...]]:
    generation = work.pools.generation(LETTERS)
    contents, closed = contents_of(work.pools.boxes(LETTERS), LETTERS, keys)
    letters = _in_order([read(content) for content in shuffled(chance, contents)])
    _emptied(work, keys, now)
    work.mailbox.let_in(letters, today)
    return News(len(letters), len(closed)), (DropBlockKey(LETTERS, generation), CutOff())


def _emptied(work: Work, keys: Keys, now: datetime) -> int:
    """Every box out and the next generation begun, its key with it. How many boxes went."""
    slots = tuple(box.slot for box in work.pools.boxes(LETTERS))
    following = work.pools.generation(LETTERS) + 1
    keys.make_block(LETTERS, following)
    work.pools.apply(Change((), ((LETTERS, slots),), (), ((LETTERS, following),)), now)
    return len(slots)


def _in_order(shuffled_letters: list[Posted]) -> list[Arrived]:
    """As shuffled, but a thread begins with the letter that begins it."""
    return [each.letter for each in sorted(shuffled_letters, key=lambda each: not each.begins)]


def _keyless(work: Work, keys: Keys) -> bool:
    return work.pools.generation(LETTERS) not in keys.generations(LETTERS)


def _is_third_day(last: date | None, today: date) -> bool:
    """Whether one came since the last round, today included: a day on which the program stood still counts too."""
    day = today
    while day > (last or today - timedelta(days=1)):
        if day.toordinal() % AT_MOST == 0:
            return True
        day -= timedelta(days=1)
    return False


def _last(work: Work) -> date | None:
    noted = work.notes.get(LAST_ROUND)
    return date.fromisoformat(noted) if noted else None
