"""What was measured: a table for people, JSON for programs."""

import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

WIDTH = 150


@dataclass(frozen=True, slots=True)
class Figure:
    """`ratio` is this value over that of the figure or thing that `reference` names, measured in the same run.

    `spread`: the least and the most of the rounds, of which `value` is the best.
    """

    name: str
    value: float
    unit: str
    reference: str = ""
    ratio: float | None = None
    spread: tuple[float, float] | None = None
    aim: str = ""


def best(name: str, rounds: Iterable[float], unit: str, *, least: bool = False) -> Figure:
    """The best of several rounds with their spread; `least` where less is better."""
    values = list(rounds)
    return Figure(name, min(values) if least else max(values), unit, spread=(min(values), max(values)))


def against(figure: Figure, reference: Figure, aim: str = "") -> Figure:
    """The figure with its ratio to another one."""
    ratio = figure.value / reference.value if reference.value else None
    return Figure(figure.name, figure.value, figure.unit, reference.name, ratio, figure.spread, aim)


def show(figures: Iterable[Figure], remarks: Iterable[str], console: Console) -> None:
    console.width = max(console.width, WIDTH)  # a pipe says 80, which would cut the names
    table = Table("figure", "value", "unit", "least - most", "ratio", "to", "aim", box=SIMPLE)
    for figure in figures:
        spread = f"{_short(figure.spread[0])} - {_short(figure.spread[1])}" if figure.spread else ""
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        reference = figure.reference if figure.ratio is None else figure.reference.removeprefix(f"{figure.name}.")
        table.add_row(figure.name, _short(figure.value), figure.unit, spread, ratio, reference, figure.aim)
    console.print(table)
    for remark in remarks:
        console.print(remark)


def write(figures: Iterable[Figure], remarks: Iterable[str], path: Path) -> None:
    """`{name: {value, unit, reference, ratio, ...}}`, with the circumstances under "run"."""
    told: dict[str, object] = {}
    for figure in figures:
        row = asdict(figure)
        told[row.pop("name")] = row
    told["run"] = {"python": platform.python_version(), "system": platform.platform(), "remarks": list(remarks)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
