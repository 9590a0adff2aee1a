"""What comes round for the desk: live progress, what coordinators have to be told, what the figures propose."""

from aiogram import Bot

from bot.extra_proposing import EVERY as PROPOSING
from bot.extra_proposing import ExtraProposing
from bot.outreach_telling import EVERY as TELLING
from bot.outreach_telling import OutreachTelling
from bot.progress_keeping import EVERY as DRAWING
from bot.progress_keeping import ProgressKeeping
from bot.ticks import Tick
from handlers.telegram.outgoing import Outgoing
from handlers.telegram.redrawing import Redrawing
from handlers.telegram.rendering import View
from surveys.chance import Clock
from surveys.conversation.incoming import Policy
from surveys.work import Works


def desk_ticks(
    works: Works, clock: Clock, bot: Bot, view: View, outgoing: Outgoing, policy: Policy
) -> tuple[Tick, ...]:
    return (
        Tick("progress", DRAWING, ProgressKeeping(works, clock, Redrawing(bot, view).redrawn, policy.a_second).look),
        Tick("news", TELLING, OutreachTelling(works, outgoing).look),
        Tick("proposals", PROPOSING, ExtraProposing(works, clock, policy.zone).look),
    )
