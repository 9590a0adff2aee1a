"""The staff's story: an anonymous survey from the invitation to the act, and a letter with its answer.

Each step is looked for on a phone and, where something must or must not be stored, in the database.
"""

from bot.demo.running import Demo
from bot.demo.staff_letter import LetterChapters
from bot.demo.staff_results import ResultsChapters
from bot.demo.staff_survey import SurveyChapters
from bot.demo.telling import Listener, Terminal


class StaffStory(SurveyChapters, LetterChapters, ResultsChapters):
    """`language` is the one that everybody's Telegram speaks."""

    def __init__(self, demo: Demo, language: str, listener: Listener | None = None) -> None:
        super().__init__(demo, language, listener or Terminal())

    async def _happen(self) -> None:
        self._listener.chapter(self._own("story.staff.title"))
        await self._appoint()
        await self._launch()
        await self._come_in()
        await self._answer()
        await self._comment()
        await self._too_few()
        await self._colleagues_answer()
        await self._speak_up()
        self._next_morning()
        await self._read_letters()
        await self._read_answer()
        await self._look_at_results()
        await self._close()
        await self._look_at_comments()
        await self._read_act()
