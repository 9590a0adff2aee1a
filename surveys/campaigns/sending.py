"""What a courier sends."""

from dataclasses import dataclass

from surveys.address import Address
from surveys.screens import Screen


@dataclass(frozen=True, slots=True)
class Sending:
    """One message as it will be seen."""

    address: Address
    screen: Screen
