"""What Telegram answers instead of a result.

    Refused                 code, description, parameters
    └── NoSuchMethod        404; logged loudly, because the emulator lacks it or the bot invented it

The wording of each refusal stands where it is decided; here are only the prefixes (BA Query.h:196-235).
"""

from typing import Any


class Refused(Exception):
    """An error answer. `description` has its prefix; `parameters` are ResponseParameters."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters is not None:
            answer["parameters"] = self.parameters
        return answer


class NoSuchMethod(Refused):
    """BA Client.cpp:12664."""

    def __init__(self, name: str) -> None:
        super().__init__(404, "Not Found: method not found")
        self.name = name


def bad_request(words: str) -> Refused:
    return Refused(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refused:
    return Refused(403, f"Forbidden: {words}")


def conflict(words: str) -> Refused:
    return Refused(409, f"Conflict: {words}")


def too_many_requests(retry_after: int) -> Refused:
    """BA Query.cpp:106-112; the HTTP answer also carries `Retry-After`."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def too_large(words: str = "") -> Refused:
    """TD tdnet HttpReader.cpp:211, 418; without words it is the front-end's own refusal."""
    return Refused(413, f"Request Entity Too Large{': ' if words else ''}{words}")
