"""What comes round for the campaign desk: live progress, and what coordinators have to be told."""

from aiogram import Bot

from bot.outreach_telling import EVERY as TELLING
from bot.outreach_telling import OutreachTelling
from bot.progress_keeping import EVERY as DRAWING
from bot.progress_keeping import ProgressKeeping
from bot.ticks import Tick
from handlers.telegram.outgoing import Outgoing
from handlers.telegram.redrawing import Redrawing
from handlers.telegram.rendering import View
from surveys.chance import Clock
from surveys.work import Works


def desk_ticks(
    works: Works, clock: Clock, bot: Bot, view: View, outgoing: Outgoing, a_second: float
) -> tuple[Tick, ...]:
    """`a_second`: messages that campaigns may send, for the time that is left."""
    progress = ProgressKeeping(works, clock, Redrawing(bot, view).redrawn, a_second)
    telling = OutreachTelling(works, outgoing)
    return Tick("progress", DRAWING, progress.look), Tick("news", TELLING, telling.look)
