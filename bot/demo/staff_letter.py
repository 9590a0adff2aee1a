"""A letter that nobody signs: written, let out with others in the morning, answered, read under its code."""

from bot.demo.organisation import LETTERS
from bot.demo.staff_telling import LETTER_CODE, StaffTelling

MOST_QUESTIONS = 12
SEALED = {"mark", "pool_box"}


class LetterChapters(StaffTelling):
    _code = ""

    async def _speak_up(self) -> None:
        self._listener.chapter(self._own("story.staff.letter"))
        self._takes(self._cast.employee)
        self._write("/start")
        await self._see("lobby", lambda: self._bot("letters.speak") in self._phone.labels())
        before = await self._still()
        await self._goes("speak", self._bot("letters.speak"), "letters.promise")
        asked = self._phone.newest()
        self._tap(self._button(self._own("story.staff.letter_kind")))
        await self._meanwhile("speak", lambda: self._phone.newest() != asked)
        await self._tapped_through()
        self._write(self._own("story.staff.letter_text"))
        await self._shows("letter_preview", "letters.preview", "letters.its_code")
        found = LETTER_CODE.search(self._phone.text())
        self._found("letter_preview", found is not None)
        self._code = found[0] if found else ""
        self._found("nothing_stored", await self._changed(before) == set())
        await self._goes("letter_sent", self._bot("letters.send"), "letters.sent", "letters.keep_code")
        self._found("letter_stored", await self._changed(before) == SEALED)
        await self._goes("put_away", self._bot("letters.code_kept"), "letters.put_away")
        await self._colleagues.wrote()

    async def _read_letters(self) -> None:
        self._takes(self._cast.analyst)
        came = self._bot("letter_desk.came", count=1 + len(LETTERS[self._language]))
        await self._see("letters_came", lambda: came in self._phone.text())
        await self._goes("letters", self._bot("letter_desk.title"), "letter_desk.nobody_knows")
        self._tap(self._button(self._own("story.staff.letter_kind")))
        await self._see("letter", lambda: self._own("story.staff.letter_text") in self._phone.text())
        await self._goes("answering", self._bot("letter_desk.answer"), "letter_desk.type_answer")
        self._write(self._own("story.staff.answer_text"))
        await self._shows("answer_preview", "letter_desk.preview")
        self._tap(self._bot("letter_desk.send"))
        await self._see("answered", lambda: self._bot("letter_desk.back") in self._phone.labels())

    async def _read_answer(self) -> None:
        self._listener.chapter(self._own("story.staff.reply"))
        self._takes(self._cast.employee)
        before = await self._still()
        self._write(f"/reply {self._code}")
        await self._see("reply", lambda: self._own("story.staff.answer_text") in self._phone.text())
        self._found("nothing_stored", await self._changed(before) == set())
        await self._goes("write_more", self._bot("letters.write_more"), "letters.more")
        self._write(self._own("story.staff.more_text"))
        await self._shows("more_preview", "letters.preview")
        await self._goes("more_sent", self._bot("letters.send"), "letters.goes")
        await self._goes("put_away", self._bot("letters.hide"), "letters.put_away")

    async def _tapped_through(self) -> None:
        """Quietly to the place where the letter is typed."""
        back, send = self._bot("letters.to_answers"), self._bot("answering.send")
        for _ in range(MOST_QUESTIONS):
            before = self._phone.newest()
            await self._meanwhile("speak", lambda: bool(self._phone.labels()))
            if back in self._phone.labels():
                break
            labels = self._phone.labels()
            self._tap(send if send in labels else self._some_answer(), quietly=True)
            await self._moves_on("speak", before)
        await self._see("letter_asked", lambda: back in self._phone.labels())
