"""Whose phones lie on the demo's page, and who else lives in the city."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dweller:
    """`number` is a Telegram id that no real person has here: the emulated Telegram knows nobody else."""

    number: int
    first_name: str
    last_name: str
    language: str = "ru"


CITIZEN = Dweller(1_000_001, "Анна", "· житель")
GUEST = Dweller(1_000_002, "Emma", "· reads English", "en")
EMPLOYEE = Dweller(1_000_003, "Пётр", "· сотрудник")
COORDINATOR = Dweller(1_000_004, "Ирина", "· координатор")
ANALYST = Dweller(1_000_005, "Ольга", "· аналитик опросов")

ON_THE_PAGE = (CITIZEN, GUEST, EMPLOYEE, COORDINATOR, ANALYST)

OTHERS = 380
"""Citizens who have rated before and have no phone on the page."""
FIRST_OTHER = 2_000_001
SPEAKS_ENGLISH = 0.04

FIRST_COLLEAGUE = 3_000_001
"""Employees who answer anonymous surveys and have no phone on the page."""
