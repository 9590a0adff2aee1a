"""sendMediaGroup: an album arrives as separate messages with one media_group_id."""

from typing import Any

from bot.emulator.access import known_chat
from bot.emulator.account import Account
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.pictures import read_album
from bot.emulator.posting import send
from bot.emulator.refusals import bad_request

MOST = 10


@method("sendMediaGroup", paced=True)
def send_media_group(account: Account, parameters: Parameters) -> Any:
    album = read_album(parameters)
    known_chat(account, parameters.text("chat_id"))
    if not album:
        raise bad_request("there are no messages to send")
    if len(album) > MOST:
        raise bad_request("too many messages to send as an album")
    bare = Parameters({name: value for name, value in parameters.values.items() if name != "reply_markup"})
    # Every file is checked before the first message appears, as an album is sent whole or not at all.
    contents = [media.content(account) for media in album]
    group = str(account.chance.getrandbits(54))
    return [
        send(account, bare, lambda content=content: content, media_group_id=group).body()  # type: ignore[misc]
        for content in contents
    ]
