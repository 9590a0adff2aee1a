"""getFile: what may be downloaded, and from where."""

from typing import Any

from bot.emulator.account import Account
from bot.emulator.files import DOWNLOAD_BYTES
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters
from bot.emulator.refusals import bad_request


@method("getFile")
def get_file(account: Account, parameters: Parameters) -> Any:
    file_id = parameters.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = account.files.get(file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > DOWNLOAD_BYTES:  # BA Client.cpp:15817, 8707
        raise bad_request("file is too big")
    return {**stored.body, "file_path": stored.path}
