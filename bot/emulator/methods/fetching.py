"""getUpdates."""

from typing import Any

from bot.emulator.account import Account
from bot.emulator.methods.registry import RawAnswer, method
from bot.emulator.parameters import Parameters
from bot.emulator.polling import WEBHOOK_SET
from bot.emulator.refusals import conflict
from bot.emulator.updates import Event


@method("getUpdates")
async def get_updates(account: Account, parameters: Parameters) -> Any:
    if account.webhook.url:
        raise conflict(WEBHOOK_SET)
    if account.faults.in_conflict():
        await account.polling.conflict()
    repeated, account.repeated = account.repeated, []
    events = _disturbed(account, await account.polling.get(parameters, patient=not repeated), repeated)
    for event in events:
        account.journal.add("update", update_id=event.id, update=event.body, by="polling")
    text = ",".join(event.payload for event in events)
    return RawAnswer('{"ok":true,"result":[' + text + "]}", [event.id for event in events])


def _disturbed(account: Account, events: list[Event], repeated: list[Event]) -> list[Event]:
    """What the faults make of a batch: a doubled one comes once more with the next call, confirmed or not."""
    known = {event.id for event in events}
    events = [*(event for event in repeated if event.id not in known), *events]
    if events and not repeated and account.faults.for_delivery("duplicate_updates"):
        account.repeated = list(events)
    if len(events) > 1 and account.faults.for_delivery("reorder_updates"):
        account.chance.shuffle(events)
    return events
