"""Screens that are no question: short pages of the program's own phrases with things to choose."""

from collections.abc import Sequence

from surveys.screens import Action, Emphasis, Layout, Option, Options, Phrase, Screen, Span, Tone, Words


def page(
    language: str,
    *paragraphs: Words,
    title: Words | None = None,
    options: Sequence[Option] = (),
    controls: Sequence[Option] = (),
    notice: Words | None = None,
    footnote: Words | None = None,
    layout: Layout = Layout.LIST,
    again: Action | None = None,
) -> Screen:
    """A page with a bold title, plain paragraphs and options one under another."""
    head = [(Span(title, Emphasis.STRONG),)] if title is not None else []
    return Screen(
        language=language,
        paragraphs=(*head, *((Span(paragraph),) for paragraph in paragraphs)),
        answers=Options(layout, tuple(options)) if options else None,
        controls=tuple(controls),
        notice=notice,
        footnote=footnote,
        again=again,
    )


def first(args: Sequence[str]) -> str:
    """The first argument of an action, or ""."""
    return args[0] if args else ""


def option(key: str, verb: str, *args: str, tone: Tone = Tone.NEUTRAL) -> Option:
    """A choice whose words are the phrase `key`."""
    return Option(Phrase(key), Action(verb, args), tone=tone)
