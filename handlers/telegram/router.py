"""Telegram's updates turned into use cases and their outcomes into replies.

Every handler is one unit of work, then one reply on its way; it returns what the poller must wait for before it
confirms the update.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiogram import Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update

from handlers.telegram.outgoing import OnItsWay, Outgo, Outgoing
from handlers.telegram.payloads import unpack
from handlers.telegram.reading import command_of, given_by, quotations_of, replied_action, words_of, written_at
from handlers.telegram.unseen import Unseen
from surveys.address import Address
from surveys.conversation.conversation import Conversation
from surveys.conversation.incoming import Errand, Incoming, Outcome
from surveys.conversation.running import SEE
from surveys.screens import Action, Phrase, Reply
from surveys.work import Works

log = structlog.get_logger()

CHANNEL = "telegram"
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
"""What we ask Telegram for. Without my_chat_member nobody tells us of a block (telegram.md 5.12); a text that its
author changed before it could be taken away is an anonymous answer once more, and for nobody else anything."""

PAGED = {SEE: 1, "surveys": 0, "points": 0, "unit": 1, "invs": 0, "mv": 2, "subs": 0, "lists": 0, "camps": 0, "onew": 0}
"""Verbs whose screens have pages, and how many arguments of their own they take."""


@dataclass(frozen=True, slots=True)
class Errands:
    """`run(errand, incoming, language)` does slow work and gives the replies to send, in order."""

    run: Callable[[Errand, Incoming, str], Awaitable[list[Reply]]]
    spawn: Callable[[Awaitable[None]], None]


def router(
    works: Works, conversation: Conversation, unseen: Unseen, outgoing: Outgoing, errands: Errands, secret: bytes
) -> Router:
    """Handlers for one bot. A router can be attached once, so each composition builds its own."""
    built = Router(name=CHANNEL)

    async def tap(query: CallbackQuery, event_update: Update) -> OnItsWay | None:
        address = _address(query.from_user.id)
        action = unpack(query.data or "", address.key, secret)
        incoming = Incoming(
            address,
            query.from_user.language_code or "",
            CHANNEL,
            event_update.update_id,
            placement=str(query.message.message_id) if query.message else "",
            shown=quotations_of(query.message) if unseen.reads_back else (),
        )
        if action is None:
            log.warning("forged_tap")
            toast = Reply(toast=Phrase("conversation.gone"), alert=True)
            return outgoing.post(Outgo(address, toast, incoming.language, tap=query.id))
        action, page = _paged(action)
        match unseen.unseen(action):
            case "reads":
                outcome = await works.read(lambda work: unseen.unseen_tapped(work, incoming, action))
            case "writes":
                outcome = await works.write(lambda work: unseen.unseen_tapped(work, incoming, action))
            case None:
                outcome = await works.write(lambda work: conversation.tapped(work, incoming, action))
        return reply(incoming, outcome, written_at(query.message), tap=query.id, page=page)

    async def message(message: Message, event_update: Update) -> OnItsWay | None:
        if not _private(message):
            return None
        incoming, words = said(message, event_update), words_of(message)
        command, rest = command_of(words or "")
        if command in conversation.commands:
            outcome = await commanded(incoming, command, rest)
        elif (unseen_outcome := await heard_unseen(incoming, words)) is not None:
            outcome = unseen_outcome
        elif (given := given_by(message)) is not None:
            outcome = await works.write(lambda work: conversation.sent(work, incoming, given))
        else:
            # What is neither words nor a thing we take is as good as an empty text: kindly explained.
            outcome = await works.write(lambda work: conversation.typed(work, incoming, words or ""))
        return reply(incoming, outcome, written_at(message))

    async def commanded(incoming: Incoming, command: str, rest: str) -> Outcome:
        """What only shows something leaves no trace of having been asked for."""
        if conversation.only_reads(command):
            looked = await works.read(lambda work: conversation.looked(work, incoming, command, rest))
            if looked is not None:
                return looked
        return await works.write(lambda work: conversation.commanded(work, incoming, command, rest))

    async def edited(message: Message, event_update: Update) -> OnItsWay | None:
        words = words_of(message)
        if not _private(message) or words is None or command_of(words)[0] in conversation.commands:
            return None
        incoming = said(message, event_update)
        outcome = await heard_unseen(incoming, words)
        return reply(incoming, outcome, written_at(message)) if outcome is not None else None

    async def heard_unseen(incoming: Incoming, words: str | None) -> Outcome | None:
        if not unseen.may_be_unseen(incoming):
            return None
        if words is None:
            return await works.read(lambda work: unseen.unseen_sent(work, incoming))
        return await works.read(lambda work: unseen.unseen_typed(work, incoming, words))

    async def membership(changed: ChatMemberUpdated, event_update: Update) -> None:
        if changed.chat.type == ChatType.PRIVATE:
            language = changed.from_user.language_code or ""
            incoming = Incoming(_address(changed.chat.id), language, CHANNEL, event_update.update_id)
            gone = changed.new_chat_member.status in ("kicked", "left")
            await works.write(lambda work: conversation.left(work, incoming, gone))

    def said(message: Message, update: Update) -> Incoming:
        address = _address(message.chat.id)
        language = message.from_user.language_code if message.from_user else None
        replied = replied_action(message, address.key, secret)
        own = str(message.message_id)
        return Incoming(address, language or "", CHANNEL, update.update_id, own=own, replied=replied)

    def reply(incoming: Incoming, outcome: Outcome, since: float, tap: str = "", page: int = 0) -> OnItsWay | None:
        if outcome.errand is not None:
            errands.spawn(_on_errand(outcome.errand, incoming, outcome.language))
        if outcome.reply.screen is None and not tap and not outcome.wipe:
            return None
        return outgoing.post(
            Outgo(
                address=incoming.address,
                reply=outcome.reply,
                language=outcome.language,
                tap=tap,
                placement=outcome.placement or incoming.placement,
                page=page,
                subject=outcome.subject,
                retire=outcome.retire,
                wipe=outcome.wipe,
                lasting=outcome.lasting,
                alone=outcome.alone,
                since=since,
            )
        )

    async def _on_errand(errand: Errand, incoming: Incoming, language: str) -> None:
        for result in await errands.run(errand, incoming, language):
            await outgoing.post(Outgo(incoming.address, result, language)).tried

    built.callback_query.register(tap)
    built.message.register(message)
    built.edited_message.register(edited)
    built.my_chat_member.register(membership)
    return built


def _address(person: int) -> Address:
    return Address(CHANNEL, str(person))


def _private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE and message.from_user is not None


def _paged(action: Action) -> tuple[Action, int]:
    """A page number added by the layout is the view's own and no argument of the use case."""
    own = PAGED.get(action.verb)
    if own is not None and len(action.args) > own and action.args[-1].isdigit():
        return Action(action.verb, action.args[:-1]), int(action.args[-1])
    return action, 0
