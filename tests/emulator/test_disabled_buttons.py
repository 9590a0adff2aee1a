"""A button that does nothing: `disabled` is an empty object (Bot API 10.3, DisabledButton)."""

import pytest

from bot.emulator.people import ImpossibleAct
from tests.emulator.conftest import ANNA, Telegram


async def test_a_disabled_button_is_kept_and_cannot_be_pressed(telegram: Telegram) -> None:
    markup = {"inline_keyboard": [[{"text": "Занято", "disabled": {}}]]}
    sent = await telegram.does("sendMessage", chat_id=ANNA, text="Окно 3", reply_markup=markup)
    assert sent["reply_markup"] == markup
    with pytest.raises(ImpossibleAct):
        telegram.emulator.people.tap(ANNA, sent["message_id"], "Занято")


@pytest.mark.bad_requests
async def test_a_disabled_button_that_is_no_object_is_refused(telegram: Telegram) -> None:
    markup = {"inline_keyboard": [[{"text": "Занято", "disabled": True}]]}
    refused = await telegram.bot("sendMessage", chat_id=ANNA, text="Окно 3", reply_markup=markup)
    assert refused["description"].endswith('Field "disabled" must be of type Object')
