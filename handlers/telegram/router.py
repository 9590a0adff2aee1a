"""Telegram's updates turned into use cases and their outcomes into replies.

Every handler is one unit of work, then one reply on its way; it returns the future of that reply, so that the poller
can confirm the update once the person has been answered.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiogram import Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update

from handlers.telegram.outgoing import Outgo, Outgoing
from handlers.telegram.payloads import unpack
from surveys.address import Address
from surveys.answering.inputs import Located, Sent
from surveys.answering.values import Attachment, GeoPoint
from surveys.conversation.conversation import Conversation
from surveys.conversation.incoming import Errand, Incoming, Outcome
from surveys.conversation.running import SEE
from surveys.screens import Action, Phrase, Reply
from surveys.work import Works

log = structlog.get_logger()

CHANNEL = "telegram"
UPDATES = ["message", "callback_query", "my_chat_member"]
"""What we ask Telegram for. Without my_chat_member nobody tells us of a block (telegram.md 5.12)."""

Sending = "asyncio.Future[None] | None"


@dataclass(frozen=True, slots=True)
class Errands:
    """`run(errand, incoming, language)` does slow work and gives the replies to send, in order."""

    run: Callable[[Errand, Incoming, str], Awaitable[list[Reply]]]
    spawn: Callable[[Awaitable[None]], None]


def router(works: Works, conversation: Conversation, outgoing: Outgoing, errands: Errands, secret: bytes) -> Router:
    """Handlers for one bot. A router can be attached once, so each composition builds its own."""
    built = Router(name=CHANNEL)

    async def tap(query: CallbackQuery, event_update: Update) -> "asyncio.Future[None] | None":
        number = str(query.message.message_id) if query.message else ""
        incoming = _incoming(event_update, query.from_user.id, query.from_user.language_code, number)
        action = unpack(query.data or "", incoming.address.key, secret)
        if action is None:
            log.warning("forged_tap")
            toast = Reply(toast=Phrase("conversation.gone"), alert=True)
            return outgoing.post(Outgo(incoming.address, toast, incoming.language, tap=query.id))
        action, page = _paged(action)
        outcome = await works.write(lambda work: conversation.tapped(work, incoming, action))
        return reply(incoming, outcome, tap=query.id, page=page)

    async def message(message: Message, event_update: Update) -> "asyncio.Future[None] | None":
        if message.chat.type != ChatType.PRIVATE or message.from_user is None:
            return None
        incoming = _incoming(event_update, message.chat.id, message.from_user.language_code)
        command, rest = _command(message.text or "")
        if command in conversation.commands:
            outcome = await works.write(lambda work: conversation.commanded(work, incoming, command, rest))
        elif (given := _given(message)) is not None:
            outcome = await works.write(lambda work: conversation.sent(work, incoming, given))
        else:
            outcome = await works.write(lambda work: conversation.typed(work, incoming, message.text or ""))
        return reply(incoming, outcome)

    async def membership(changed: ChatMemberUpdated, event_update: Update) -> None:
        if changed.chat.type == ChatType.PRIVATE:
            incoming = _incoming(event_update, changed.chat.id, changed.from_user.language_code)
            gone = changed.new_chat_member.status in ("kicked", "left")
            await works.write(lambda work: conversation.left(work, incoming, gone))

    def reply(incoming: Incoming, outcome: Outcome, tap: str = "", page: int = 0) -> "asyncio.Future[None] | None":
        if outcome.errand is not None:
            errands.spawn(_on_errand(outcome.errand, incoming, outcome.language))
        if outcome.reply.screen is None and not tap:
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
            )
        )

    async def _on_errand(errand: Errand, incoming: Incoming, language: str) -> None:
        for result in await errands.run(errand, incoming, language):
            await outgoing.post(Outgo(incoming.address, result, language))

    built.callback_query.register(tap)
    built.message.register(message)
    built.my_chat_member.register(membership)
    return built


def _incoming(update: Update, person: int, language: str | None, placement: str = "") -> Incoming:
    return Incoming(Address(CHANNEL, str(person)), language or "", CHANNEL, update.update_id, placement)


def _paged(action: Action) -> tuple[Action, int]:
    """A page number added by the layout is the view's own and no argument of the use case."""
    if action.verb in (SEE, "surveys", "points") and action.args and action.args[-1].isdigit():
        page = int(action.args[-1])
        if action.verb != SEE or len(action.args) > 1:
            return Action(action.verb, action.args[:-1]), page
    return action, 0


def _command(text: str) -> tuple[str, str]:
    """The name and the rest of "/name@bot rest"; ("", "") for a text that is no command."""
    if not text.startswith("/"):
        return "", ""
    head, _, rest = text[1:].partition(" ")
    return head.partition("@")[0].lower(), rest.strip()


def _given(message: Message) -> Sent | Located | None:
    if message.photo:
        largest = message.photo[-1]
        return Sent(Attachment(largest.file_id, "", "image/jpeg", largest.file_size or 0))
    if message.document:
        document = message.document
        return Sent(
            Attachment(document.file_id, document.file_name or "", document.mime_type or "", document.file_size or 0)
        )
    if message.location:
        return Located(GeoPoint(message.location.latitude, message.location.longitude))
    return None
