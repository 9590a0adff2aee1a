"""The services of a point in one cell: `passport=Паспорт; benefits=Льготы и пособия`, or one a line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from surveys.points.point import Service

CODE = re.compile(r"[0-9A-Za-z_-]{1,16}", re.ASCII)
"""Short, as the code travels in buttons."""
LONGEST_LABEL = 80
MOST = 50


@dataclass(frozen=True, slots=True)
class BadService:
    """`problem`: "shape" (no `code=label`), "code", "label", "twice", "many". `text` is the part as written."""

    problem: str
    text: str


def read_services(cell: str) -> tuple[tuple[Service, ...], tuple[BadService, ...]]:
    """Everything readable and everything wrong, in the cell's order."""
    services: dict[str, Service] = {}
    wrong: list[BadService] = []
    for part in _parts(cell):
        code, mark, label = (piece.strip() for piece in part.partition("="))
        problem = _problem(code, mark, label, services)
        if problem:
            wrong.append(BadService(problem, part[:60]))
        else:
            services[code] = Service(code, label)
    if len(services) > MOST:
        wrong.append(BadService("many", str(len(services))))
    return tuple(services.values()), tuple(wrong)


def write_services(services: Iterable[Service]) -> str:
    return "; ".join(f"{service.code}={_escaped(service.label)}" for service in services)


def _problem(code: str, mark: str, label: str, known: dict[str, Service]) -> str:
    if not mark:
        return "shape"
    if not CODE.fullmatch(code):
        return "code"
    if not 0 < len(label) <= LONGEST_LABEL:
        return "label"
    return "twice" if code in known else ""


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace(";", "\\;")


def _parts(cell: str) -> list[str]:
    r"""Split at `;` and line ends; `\;` is a semicolon within a label and `\\` a backslash."""
    parts, escaped = [""], False
    for sign in cell:
        if escaped:
            parts[-1] += sign if sign in ";\\" else "\\" + sign
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign in ";\n":
            parts.append("")
        else:
            parts[-1] += sign
    if escaped:
        parts[-1] += "\\"
    return [" ".join(part.split()) for part in parts if part.strip()]
