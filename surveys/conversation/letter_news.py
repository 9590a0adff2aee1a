"""What those who answer letters are told once a day at most, at an hour of the clock: never because somebody wrote."""

from surveys.address import Address
from surveys.conversation.deeds import ADMIN, HR_ANALYST
from surveys.conversation.pages import option, page
from surveys.mailbox.news import News
from surveys.people import Person
from surveys.screens import Phrase, Screen, Tone
from surveys.texts import spoken
from surveys.work import Work

Notice = tuple[Address, Screen]


def notices(work: Work, news: News) -> list[Notice]:
    """For every analyst who can be reached; where nobody has that role, for the administrators, who can give it."""
    analysts = work.roles.persons_with(HR_ANALYST)
    if analysts:
        return [(each.address, _for_analyst(news, spoken(each.language))) for each in _reached(analysts)]
    administrators = work.roles.persons_with(ADMIN)
    return [(each.address, _for_administrator(news, spoken(each.language))) for each in _reached(administrators)]


def _for_analyst(news: News, language: str) -> Screen:
    return page(language, *_said(news), options=[option("letter_desk.title", "letters", tone=Tone.PRIMARY)])


def _for_administrator(news: News, language: str) -> Screen:
    return page(language, *_said(news), Phrase("letter_desk.nobody_reads"))


def _said(news: News) -> list[Phrase]:
    said = []
    if news.letters:
        said.append(Phrase("letter_desk.came", {"count": news.letters}))
    if news.late:
        said.append(Phrase("letter_desk.late", {"count": news.late}))
    if news.lost:
        said.append(Phrase("letter_desk.lost", {"count": news.lost}))
    return said


def _reached(persons: list[Person]) -> list[Person]:
    return [person for person in persons if person.unreachable_since is None]
