"""`otklik`, the command line."""

import typer

from bot.cli import answers, backup, check, convert, demo, evaluate, play, points, poster, run
from bot.installation import open_installation

app = typer.Typer(
    name="otklik",
    help="Feedback from citizens and staff of a city administration.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (demo, run, answers, check, convert, play, evaluate, backup):
    part.add_to(app)
for part in (points, poster):
    part.add_to(app, open_installation)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
