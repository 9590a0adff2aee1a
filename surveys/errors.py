"""What can go wrong in the domain. Data on attributes; texts for people stand in the catalogues.

OtklikError
├── NotFound               no such thing, or not yours: told apart nowhere
├── Conflict               it was done already, by this person or at the same time
└── Unavailable            storage cannot be reached or is full: nothing was done, try again later
"""


class OtklikError(Exception):
    """The root: anything our own code refuses."""


class NotFound(OtklikError):
    def __init__(self, kind: str, key: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.key = key


class Conflict(OtklikError):
    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Unavailable(OtklikError):
    """`reason` is a short code such as "locked", "full", "unreachable", "corrupt"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
