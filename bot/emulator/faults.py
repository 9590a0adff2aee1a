"""Faults on order: which call or update goes wrong, how, how often (trust.md 5.4, rows 12-18 and 26)."""

import random
import time
from dataclasses import dataclass, field
from typing import Any

CALL_FAULTS = frozenset({"error", "drop_before", "drop_after", "slow", "half_response", "gateway_page", "revoke_token"})
UPDATE_FAULTS = frozenset({"duplicate_updates", "delay_updates", "reorder_updates"})
WINDOW_FAULTS = frozenset({"conflict"})
_NEEDED = {
    "error": ("code", "description"),
    "gateway_page": ("code",),
    "slow": ("seconds",),
    "delay_updates": ("seconds",),
    "conflict": ("seconds",),
}


class FaultUnreadable(Exception):
    """A rule that names no known fault or lacks what the fault needs."""


@dataclass(slots=True, eq=False)
class Rule:
    """`times` None means always. `until` (real monotonic seconds) ends a fault that is a window of time."""

    id: int
    method: str
    chat: int | None
    times: int | None
    probability: float
    do: dict[str, Any]
    until: float = float("inf")
    hits: int = 0

    @property
    def kind(self) -> str:
        return str(self.do["kind"])

    @property
    def spent(self) -> bool:
        return (self.times is not None and self.hits >= self.times) or time.monotonic() >= self.until

    def described(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "method": self.method,
            "chat": self.chat,
            "times": self.times,
            "probability": self.probability,
            "do": self.do,
            "hits": self.hits,
        }


@dataclass
class Faults:
    """Rules in their order; the first that matches and whose chance comes up is carried out."""

    chance: random.Random
    rules: list[Rule] = field(default_factory=list)

    def add(self, spec: dict[str, Any]) -> Rule:
        """Raises FaultUnreadable."""
        do = spec.get("do")
        kind = do.get("kind") if isinstance(do, dict) else None
        if not isinstance(do, dict) or kind not in CALL_FAULTS | UPDATE_FAULTS | WINDOW_FAULTS:
            raise FaultUnreadable(f"unknown fault: {spec!r}")
        if missing := [name for name in _NEEDED.get(str(kind), ()) if name not in do]:
            raise FaultUnreadable(f"the fault {kind} needs {', '.join(missing)}")
        rule = Rule(
            id=len(self.rules) + 1,
            method=str(spec.get("method", "*")).lower(),
            chat=spec.get("chat"),
            times=spec.get("times"),
            probability=float(spec.get("probability", 1.0)),
            do=do,
        )
        if kind in WINDOW_FAULTS:
            rule.until = time.monotonic() + float(do["seconds"])
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        self.rules.clear()

    def for_call(self, method: str, chat: int | None) -> Rule | None:
        """The fault of this call, counted. `method` in lower case."""
        return self._hit(
            rule
            for rule in self.rules
            if rule.kind in CALL_FAULTS and rule.method in ("*", method) and (rule.chat is None or rule.chat == chat)
        )

    def in_conflict(self) -> bool:
        """Whether another poller seems to be at work now."""
        return self._hit(rule for rule in self.rules if rule.kind == "conflict") is not None

    def for_delivery(self, kind: str) -> bool:
        """Whether the delivery at hand is to be duplicated or reordered."""
        return self._hit(rule for rule in self.rules if rule.kind == kind) is not None

    def update_delay(self) -> float | None:
        """Emulated seconds by which the new update is late; None when it is not."""
        rule = self._hit(rule for rule in self.rules if rule.kind == "delay_updates")
        return None if rule is None else float(rule.do["seconds"])

    def _hit(self, candidates: Any) -> Rule | None:
        if not self.rules:
            return None
        for rule in candidates:
            if not rule.spent and (rule.probability >= 1 or self.chance.random() < rule.probability):
                rule.hits += 1
                return rule  # type: ignore[no-any-return]
        return None
