"""`otklik poster`: printed posters of service points.

Exit statuses: 0 done, 1 refused, 2 misused.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import Opening
from bot.cli.points import TEXTS, Lang, refuse
from bot.posters.design import Poster, poster_of
from bot.posters.printing import Form, Printed, Size, print_posters
from surveys.points.codes import read_code
from surveys.points.point import Point
from surveys.screens import Phrase


class PosterRefused(Exception):
    """`sentences` are keys and arguments of everything that stands in the way."""

    def __init__(self, sentences: list[Phrase]) -> None:
        super().__init__("; ".join(sentence.key for sentence in sentences))
        self.sentences = sentences


def add_to(app: typer.Typer, opening: Opening) -> None:
    """Add the command `poster`, which opens installations by `opening`."""

    @app.command("poster")
    def poster(
        points: Annotated[list[str] | None, typer.Argument(help="keys or codes of points")] = None,
        everything: Annotated[bool, typer.Option("--all", help="every active point")] = False,
        size: Annotated[Size, typer.Option(help="sheet: four a6 on an A4 page, to cut")] = Size.A4,
        form: Annotated[Form, typer.Option("--format")] = Form.PDF,
        out: Annotated[Path, typer.Option(help="folder for the files")] = Path(),
        lang: Lang = "ru",
    ) -> None:
        """printable posters with QR code and typed code, in Russian and English"""
        if not points and not everything:
            typer.echo(TEXTS.say(Phrase("points.cli.nothing_named"), lang), err=True)
            raise typer.Exit(2)
        try:
            drawn = asyncio.run(_drawn(opening, points or [], everything, size, form))
        except PosterRefused as refused:
            refuse("\n".join(TEXTS.say(sentence, lang) for sentence in refused.sentences))
        out.mkdir(parents=True, exist_ok=True)
        for printed in drawn:
            (out / printed.name).write_bytes(printed.content)
            print(out / printed.name)


def chosen(register: Sequence[Point], named: Sequence[str], everything: bool) -> list[Point]:
    """The points meant, each once and in the order named. Raises PosterRefused with all that is wrong."""
    if everything:
        active = [point for point in register if point.active and not point.revoked]
        if not active:
            raise PosterRefused([Phrase("points.cli.no_points")])
        return active
    by_name = {point.code: point for point in register} | {point.key: point for point in register}
    found: dict[str, Point] = {}
    wrong: list[Phrase] = []
    for name in named:
        code = read_code(name)
        point = by_name.get(name) or (by_name.get(code) if isinstance(code, str) else None)
        if point is None:
            wrong.append(Phrase("points.cli.no_point", {"key": name}))
        elif point.revoked:
            wrong.append(Phrase("points.cli.withdrawn_poster", {"key": point.key}))
        else:
            found[point.key] = point
    if wrong:
        raise PosterRefused(wrong)
    return list(found.values())


async def _drawn(opening: Opening, named: Sequence[str], everything: bool, size: Size, form: Form) -> list[Printed]:
    async with opening() as installed:
        if not installed.bot_name:
            raise PosterRefused([Phrase("points.cli.no_name")])
        register = await installed.works.read(lambda work: work.points.all())
        posters: list[Poster] = [
            poster_of(point, installed.settings.administration, installed.bot_name, installed.secret)
            for point in chosen(register, named, everything)
        ]
    return print_posters(posters, size, form, TEXTS)
