"""Files, one a message."""

from typing import Any

from bot.emulator.account import Account
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.pictures import read_source
from bot.emulator.posting import send
from bot.emulator.wording import read_caption


def _send_file(account: Account, parameters: Parameters, kind: str) -> Any:
    source = read_source(parameters, kind)
    caption = read_caption(parameters)

    def content() -> dict[str, Any]:
        words = caption.content()
        return {**source.content(account), **words}

    return send(account, parameters, content).body()


@method("sendPhoto", paced=True)
def send_photo(account: Account, parameters: Parameters) -> Any:
    return _send_file(account, parameters, "photo")


@method("sendDocument", paced=True)
def send_document(account: Account, parameters: Parameters) -> Any:
    return _send_file(account, parameters, "document")


@method("sendVoice", paced=True)
def send_voice(account: Account, parameters: Parameters) -> Any:
    return _send_file(account, parameters, "voice")


@method("sendVideo", paced=True)
def send_video(account: Account, parameters: Parameters) -> Any:
    return _send_file(account, parameters, "video")
