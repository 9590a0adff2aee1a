"""The posters of the city's points, hung on the page's wall."""

from collections.abc import Sequence

from bot.demo.city import PLACES
from bot.demo.organisation import CENTRE, UNITS
from bot.demo.staff_seeding import DAYS, WALL, codes
from bot.demo.staff_seeding import PLACES as SHARED_PLACES
from bot.demo.words import texts
from bot.emulator.server import Emulator
from bot.installation import Installation
from bot.posters.design import page_a6, poster_of
from bot.posters.png import to_png
from bot.posters.slips import Handout, pages_of
from surveys.points.codes import grouped
from surveys.points.links import payload
from surveys.points.point import Point
from surveys.screens import Phrase
from surveys.staff.batches import lasting
from surveys.staff.invitation import LINK
from surveys.staff.invitation import grouped as by_fives

DPI = 110
"""An A6 sheet of 455 by 643 pixels: sharp when it is enlarged on a phone, 13 kB and a twentieth of a second each."""

INVITATION_DPI = 64
"""The invitation is an A4 sheet."""


def hang(emulator: Emulator, installation: Installation, points: Sequence[Point]) -> None:
    """Draw the poster of each point and hang it, in the order of the city's list."""
    order = {place.title: number for number, place in enumerate(PLACES)}
    account = emulator.world.account
    _hang_invitation(emulator, installation)
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


def _hang_invitation(emulator: Emulator, installation: Installation) -> None:
    """The poster of a shared code, as it would hang in a staff room: whoever scans it becomes an employee."""
    code, account = codes().shared, emulator.world.account
    unit = next(unit.name for unit in UNITS if unit.key == CENTRE)
    until = lasting(installation.clock.now(), DAYS).astimezone(installation.settings.zone).strftime("%d.%m.%Y")
    name = emulator.options.bot_username
    handout = Handout(installation.settings.administration, unit, name, (code,), SHARED_PLACES, until, WALL, "ru")
    picture = to_png(pages_of(handout, installation.texts)[0], INVITATION_DPI)
    stored = account.files.add("poster", "invitation.png", "image/png", picture)
    account.posters.append(
        {
            "id": WALL,
            "title": texts().say(Phrase("demo.wall.invitation"), "ru"),
            "subtitle": unit,
            "payload": LINK + code,
            "code": by_fives(code),
            "image": f"/_/files/{stored.id}",
        }
    )


def _picture(emulator: Emulator, installation: Installation, point: Point) -> bytes:
    name = emulator.options.bot_username
    poster = poster_of(point, installation.settings.administration, name, installation.secret)
    return to_png(page_a6(poster, installation.texts), DPI)
