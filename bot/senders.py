"""The couriers of one process put together: what sends, and what takes over from the dead."""

from dataclasses import dataclass

from bot.couriers import Couriers
from bot.crash_points import crash_at
from bot.gate import Gate
from bot.installation import Installation
from bot.settings import Settings
from bot.taking_over import TakingOver
from handlers.telegram.initiative import deliver
from handlers.telegram.messenger import Messenger
from surveys.campaigns.delivering import Outcome
from surveys.campaigns.sending import Message, Sending


@dataclass(frozen=True, slots=True)
class Senders:
    couriers: Couriers
    taking_over: TakingOver


def gate_of(settings: Settings) -> Gate:
    return Gate(rate=settings.rate, paid=settings.paid_rate)


def senders(installation: Installation, gate: Gate, messenger: Messenger, message: Message) -> Senders:
    """Where the database is PostgreSQL other processes may send, too; a file has one bot."""
    works, clock, settings = installation.works, installation.clock, installation.settings
    shared = works.kind == "postgresql"
    paid = settings.paid_rate > 0

    async def delivered(sending: Sending) -> Outcome:
        return await deliver(messenger, sending.address.key, sending.screen, paid=paid)

    couriers = Couriers(
        works,
        gate,
        delivered,
        clock,
        installation.chance,
        message,
        name=works.name,
        rate=settings.campaign_rate,
        shared=shared,
        at=crash_at,
    )
    return Senders(couriers, TakingOver(works, clock, name=works.name, shared=shared, monotonic=gate.now))
