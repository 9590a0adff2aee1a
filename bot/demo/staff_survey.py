"""An administrator names an analyst, the analyst launches an anonymous survey, an employee comes in and answers it."""

from bot.demo.staff_seeding import codes
from bot.demo.staff_telling import EMPLOYEE_CODE, StaffTelling
from surveys.anonymity.keys import RATINGS, Pool
from surveys.conversation.deeds import HR_ANALYST
from surveys.staff.invitation import LINK, grouped

MOST_QUESTIONS = 40
FOUR, FIVE = "4 ★", "5 ★"
SEALED = {"mark", "pool_box"}
"""The only two tables that an answer may change."""


class SurveyChapters(StaffTelling):
    async def _appoint(self) -> None:
        self._listener.chapter(self._own("story.staff.appoint"))
        self._takes(self._cast.chief)
        if self._language != "ru":
            self._phone.say("/language")
            await self._meanwhile("units", lambda: "English" in self._phone.labels())
            self._phone.tap("English")
            await self._meanwhile("units", lambda: self._has("menus.language_set"))
        self._write("/staff")
        await self._shows("units", "staff.desk.how")
        await self._goes("roles", self._bot("staff.desk.roles"), "staff.roles.about")
        self._tap(self._button(self._bot(f"staff.role.{HR_ANALYST}")))
        await self._see("role_code", lambda: EMPLOYEE_CODE.search(self._phone.text()) is not None)
        found = EMPLOYEE_CODE.search(self._phone.text())
        assert found is not None
        self._takes(self._cast.analyst)
        self._write(grouped(codes().typed).upper())
        await self._shows("joined", "joining.joined", "joining.stored")
        self._write(found[0])
        await self._shows("granted", "joining.granted")
        self._found("roles", await self._read(lambda work: work.roles.holders(HR_ANALYST)) == 1)

    async def _launch(self) -> None:
        self._listener.chapter(self._own("story.staff.launch"))
        self._write("/climate")
        await self._shows("climate", "climate.none")
        await self._goes("forms", self._bot("climate.new"), "climate.choose")
        await self._goes("draft", await self._title(), "climate.draft_frozen")
        await self._goes("words", self._bot("climate.see_words"), "climate.read_before", "unseen.promise_1")
        self._tap(self._bot("climate.to_draft"))
        await self._meanwhile("draft", lambda: self._has("climate.draft_frozen"))
        await self._goes("groups", self._bot("climate.see_groups"), "climate.launch_warning")
        await self._goes("launched", self._bot("climate.launch"), "climate.launched")
        self._found("launched", (await self._campaign()).running)

    async def _come_in(self) -> None:
        self._listener.chapter(self._own("story.staff.come_in"))
        self._takes(self._cast.employee)
        self._narrate("story.staff.slip")
        self._phone.scan(LINK + codes().slip)
        await self._shows("joined", "joining.joined", "joining.stored")
        await self._goes("offered", self._bot("joining.surveys"), "menus.surveys_intro")

    async def _answer(self) -> None:
        self._listener.chapter(self._own("story.staff.answer"))
        promise = ("unseen.promise_1", "unseen.promise_2", "unseen.promise_3", "unseen.your_group")
        await self._goes("promise", await self._title(), *promise)
        before = await self._still()
        await self._goes("why", self._bot("unseen.why"), "trust.mixed", "trust.not_covered", "trust.check")
        self._tap(self._bot("trust.back"))
        await self._meanwhile("promise", lambda: self._has(*promise))
        self._tap(self._bot("unseen.begin"))
        skip, back = self._bot("answering.skip"), self._bot("answering.back")
        await self._meanwhile("question", lambda: skip in self._phone.labels())
        self._tap(skip)
        await self._see("question", lambda: FOUR in self._phone.labels())
        place = self._phone.text().splitlines()[0]
        self._tap(FOUR)
        await self._meanwhile("question", lambda: not self._phone.text().startswith(place))
        self._tap(back)
        await self._see("went_back", lambda: self._phone.text().startswith(place))
        self._tap(FIVE)
        await self._meanwhile("question", lambda: not self._phone.text().startswith(place))
        await self._to_summary()
        self._found("nothing_stored", await self._changed(before) == set())
        self._listener.aside(self._own("story.staff.nothing_stored"))
        self._tap(self._bot("answering.send"))
        await self._shows("sealed", "unseen.taken", "unseen.type_it")
        self._found("two_tables", await self._changed(before) == SEALED)
        self._listener.aside(self._own("story.staff.two_tables"))

    async def _comment(self) -> None:
        typed = self._own("story.staff.comment")
        before = await self._still()
        self._write(typed)
        await self._shows("preview", "unseen.preview", "unseen.style")
        await self._see("vanished", lambda: typed not in self._own_words() and typed not in self._phone.text())
        self._found("nothing_stored", await self._changed(before) == set())
        await self._goes("said", self._bot("unseen.send_text"), "unseen.text_taken", "unseen.sealed")
        self._found("two_tables", await self._changed(before) == SEALED)
        await self._goes("stored", self._bot("unseen.what_is_stored"), "trust.voted", "trust.no_link")
        self._found("nothing_stored", await self._changed(before) == SEALED)

    async def _colleagues_answer(self) -> None:
        self._listener.chapter(self._own("story.staff.colleagues"))
        code = (await self._campaign()).code
        people = {"mfc": 14, "care": 11, "housing": 10, "school": 6}
        await self._colleagues.answered(code, people)
        self._listener.aside(self._own("story.staff.answered", count=sum(people.values())))
        cells = (await self._campaign()).cells
        pools = [Pool(code, RATINGS, cell.key) for cell in cells.cells]
        waiting = await self._read(lambda work: sum(work.pools.size(pool) for pool in pools))
        self._found("colleagues", waiting == 1 + sum(people.values()))

    async def _to_summary(self) -> None:
        send = self._bot("answering.send")
        for _ in range(MOST_QUESTIONS):
            if send in self._phone.labels():
                break
            before = self._phone.newest()
            self._tap(self._some_answer(), quietly=True)
            await self._moves_on("longer", before)
        await self._see("summary", lambda: send in self._phone.labels())

    def _own_words(self) -> str:
        """What the owner of the phone has typed and still stands in the chat."""
        chat = self._demo.emulator.people.get(self._owner.number).chat
        return repr([message.content for message in chat.messages.values() if message.mine])
