"""What the analyst may see and when, how two people close a survey, and what everybody can read afterwards."""

from bot.demo.staff_telling import StaffTelling


class ResultsChapters(StaffTelling):
    async def _open_survey(self) -> None:
        self._write("/climate")
        await self._meanwhile("climate", lambda: self._has("climate.list"))
        self._tap(self._button(await self._title()))
        await self._meanwhile("climate", lambda: self._has("climate.card"))

    async def _too_few(self) -> None:
        self._listener.chapter(self._own("story.staff.too_few"))
        self._takes(self._cast.analyst)
        await self._open_survey()
        await self._goes("withheld", self._bot("climate.results"), "disclosure.no_blocks")
        code = (await self._campaign()).code
        self._found("withheld", await self._read(lambda work: work.pools.blocks(code)) == [])

    async def _look_at_results(self) -> None:
        self._listener.chapter(self._own("story.staff.results"))
        code = (await self._campaign()).code
        await self._eventually("drawn", lambda work: len(work.pools.blocks(code)) >= 3)
        self._takes(self._cast.analyst)
        await self._open_survey()
        await self._goes("results", self._bot("climate.results"), "results.counted", "results.aspects")
        await self._goes("by_unit", self._bot("results.groups"), "results.groups_how")
        self._tap(self._button(self._bot("results.few")))
        await self._shows("group_withheld", "disclosure.no_blocks")
        self._tap(self._bot("results.up"))
        await self._meanwhile("results", lambda: self._has("results.counted"))
        await self._goes("participation", self._bot("results.participation"), "results.participation_how")
        self._tap(self._bot("results.back"))
        await self._meanwhile("results", lambda: self._has("results.counted"))
        self._tap(self._bot("results.questions"))
        await self._meanwhile("question_figures", lambda: not self._has("results.counted"))
        self._tap(self._button("2."))
        await self._shows("question_figures", "results.mean")

    async def _close(self) -> None:
        self._listener.chapter(self._own("story.staff.close"))
        campaign = await self._campaign()
        self._takes(self._cast.analyst)
        await self._open_survey()
        await self._goes("close_offered", self._bot("climate.close"), "climate.close_what", "climate.close_needs_two")
        await self._goes("close_asked", self._bot("climate.close_ask"), "climate.close_own")
        self._takes(self._cast.chief)
        await self._open_survey()
        self._tap(self._bot("climate.close"))
        await self._meanwhile("close_asked", lambda: self._has("climate.close_others"))
        await self._goes("close_code", self._bot("climate.close_confirm"), "climate.close_type")
        self._write(campaign.code)
        await self._shows("closed", "climate.closed_now")
        await self._eventually("keys_gone", lambda work: campaign.code not in self._demo.installation.keys.codes())
        rows = await self._tables()
        left = [row for table in ("mark", "pool_box") for row in rows[table] if campaign.code in map(str, row)]
        self._found("marks_gone", left == [])
        self._listener.aside(self._own("story.staff.marks_gone"))

    async def _look_at_comments(self) -> None:
        self._listener.chapter(self._own("story.staff.comments"))
        self._takes(self._cast.analyst)
        await self._open_survey()
        self._tap(self._bot("climate.results"))
        await self._see("results_closed", lambda: self._has("results.counted"))
        self._tap(self._bot("results.questions"))
        await self._meanwhile("comments", lambda: not self._has("results.counted"))
        later = self._bot("climate.later")
        while "💬" not in "".join(self._phone.labels()):
            before = self._phone.newest()
            self._tap(later, quietly=True)
            await self._moves_on("comments", before)
        self._tap(self._button("💬"))
        await self._shows("comments", "comments.to_hide")

    async def _read_act(self) -> None:
        self._listener.chapter(self._own("story.staff.act"))
        self._takes(self._cast.employee)
        self._write("/trust")
        act = self._bot("trust.act", title=await self._title())
        await self._see("trust_after", lambda: act in self._phone.labels())
        await self._goes("act", act, "acts.deleted", "acts.key_destroyed", "acts.by_people")
