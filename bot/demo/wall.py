"""The posters of the city's points, hung on the page's wall."""

from collections.abc import Sequence

from bot.demo.city import PLACES
from bot.emulator.server import Emulator
from bot.installation import Installation
from bot.posters.design import page_a6, poster_of
from bot.posters.png import to_png
from surveys.points.codes import grouped
from surveys.points.links import payload
from surveys.points.point import Point

DPI = 110
"""An A6 sheet of 455 by 643 pixels: sharp when it is enlarged on a phone, 13 kB and a twentieth of a second each."""


def hang(emulator: Emulator, installation: Installation, points: Sequence[Point]) -> None:
    """Draw the poster of each point and hang it, in the order of the city's list."""
    order = {place.title: number for number, place in enumerate(PLACES)}
    account = emulator.world.account
    for point in sorted(points, key=lambda point: order.get(point.title, len(order))):
        picture = _picture(emulator, installation, point)
        stored = account.files.add("poster", f"{point.code}.png", "image/png", picture)
        account.posters.append(
            {
                "id": point.key,
                "title": point.title,
                "subtitle": point.address,
                "payload": payload(point, installation.secret),
                "code": grouped(point.code),
                "image": f"/_/files/{stored.id}",
            }
        )


def _picture(emulator: Emulator, installation: Installation, point: Point) -> bytes:
    name = emulator.options.bot_username
    poster = poster_of(point, installation.settings.administration, name, installation.secret)
    return to_png(page_a6(poster, installation.texts), DPI)
