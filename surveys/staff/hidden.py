"""What is masked in comments because the administration said so: its people's names and one-person positions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HiddenWords:
    """`names` as «Фамилия Имя Отчество»; `positions` that one person holds, e.g. «директор школы № 3»."""

    names: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
