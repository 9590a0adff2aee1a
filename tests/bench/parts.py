"""The parts of a tap alone, each beside a plain thing of the same kind measured in the same run."""

import hashlib
import hmac
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import openpyxl
import segno
from aiogram import Bot

from bot.json_session import JsonSession
from bot.posters.design import poster_of
from bot.posters.printing import Form, Size, print_posters
from handlers import texts as handlers_texts
from handlers.telegram import payloads
from handlers.telegram.rendering import View
from surveys.answering import drawing, engine
from surveys.answering.inputs import Chose
from surveys.answering.stored import session_from_json, session_to_json
from surveys.chance import SystemChance
from surveys.expressions import PlainScope, evaluate, parse
from surveys.points.point import Point
from surveys.questionnaires.reading import read
from surveys.screens import Action
from surveys.texts import HERE, Texts
from tests.bench.figures import Figure
from tests.bench.outside import outside
from tests.bench.survey import questionnaire
from tests.bench.timing import pair

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECRET = b"s" * 32
PERSON = "1000001"
SAMPLE = Point("mfc1", "1000017", "МФЦ на Ленина", "mfc-1", "ул. Ленина, 1")
CONDITION = "${waiting} <= 3 and (${result} < 4 or ${premises} = 5)"


async def parts(server: str, seconds: float) -> list[Figure]:
    """Each part for `seconds` three times over. `server` names the PostgreSQL server, or is empty."""
    figures = [*_tap(seconds), *_expressions(seconds), *_posters(seconds), *_forms(seconds)]
    return [*figures, *await outside(server, seconds)]


def _tap(seconds: float) -> list[Figure]:
    definition, chance = questionnaire(), SystemChance()
    begun, _ = engine.begin(definition, key="abcdefgh", language="ru", now=NOW, chance=chance)
    session, _ = engine.advance(definition, begun, Chose("0", "4"), now=NOW, chance=chance)
    stored = session_to_json(session)
    screen = drawing.screen(definition, session)
    view = View(Texts((HERE, Path(handlers_texts.__path__[0]))), SECRET)
    drawn = view.draw(screen, PERSON)
    assert drawn.markup is not None
    sent = {**drawn.content, "reply_markup": drawn.markup.model_dump(exclude_none=True)}
    plain = json.loads(json.dumps(sent, default=lambda value: value.model_dump(exclude_none=True)))
    action = Action("a", ("abcdefgh", "1", "4"))
    data = payloads.pack(action, PERSON, SECRET).encode()
    return [
        *pair(
            "part.engine_step",
            lambda: engine.advance(definition, session, Chose("1", "4"), now=NOW, chance=chance),
            "session_through_json",
            lambda: session_from_json(json.loads(json.dumps(stored))),
            seconds,
        ),
        *pair(
            "part.screen",
            lambda: view.draw(drawing.screen(definition, session), PERSON),
            "json_of_the_same_message",
            lambda: json.loads(json.dumps(plain)),
            seconds,
        ),
        *pair(
            "part.payload_signed",
            lambda: payloads.pack(action, PERSON, SECRET),
            "bare_hmac",
            lambda: hmac.new(SECRET, data, hashlib.sha256).digest(),
            seconds,
        ),
        *_request(view, seconds),
    ]


def _request(view: View, seconds: float) -> list[Figure]:
    """An edit written and its answer read, by our session and by aiogram's."""
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.methods import EditMessageText

    definition = questionnaire()
    session, _ = engine.begin(definition, key="abcdefgh", language="ru", now=NOW, chance=SystemChance())
    drawn = view.draw(drawing.screen(definition, session), PERSON)
    bot, ours, theirs = Bot("42:emulated"), JsonSession(), AiohttpSession()
    edit = EditMessageText(chat_id=PERSON, message_id=5, reply_markup=drawn.markup, **drawn.content)
    chat = {"id": 1000001, "type": "private", "first_name": "Анна"}
    result = {"message_id": 5, "date": 1790000000, "chat": chat, "text": drawn.content["text"]}
    answer = json.dumps({"ok": True, "result": result})

    def as_we_do() -> None:
        ours.written(bot, edit)
        ours.understood(bot, edit, 200, answer)

    def as_aiogram_does() -> None:
        theirs.build_form_data(bot, edit)()
        theirs.check_response(bot, edit, 200, answer)

    return pair("part.request", as_we_do, "aiogram_session", as_aiogram_does, seconds)


def _expressions(seconds: float) -> list[Figure]:
    answers = {"waiting": "3", "result": "5", "premises": "5"}
    expression, scope = parse(CONDITION), PlainScope(NOW, Random(1), answers)
    compiled = compile("float(a['waiting']) <= 3 and (float(a['result']) < 4 or float(a['premises']) == 5)", "", "eval")
    return pair(
        "part.expression",
        lambda: evaluate(expression, scope),
        "python_eval",
        lambda: eval(compiled, {"a": answers, "float": float}),
        seconds,
    )


def _posters(seconds: float) -> list[Figure]:
    poster = poster_of(SAMPLE, "Администрация города", "otklik_bot", SECRET)
    texts = Texts((HERE,))
    return pair(
        "part.poster_a4_pdf",
        lambda: print_posters([poster], Size.A4, Form.PDF, texts),
        "qr_png_alone",
        lambda: segno.make(poster.address, error="m").save(io.BytesIO(), kind="png", scale=10),
        seconds,
    )


def _forms(seconds: float) -> list[Figure]:
    form = _workbook(30)
    return pair(
        "part.xlsform_check_30_questions",
        lambda: read("form.xlsx", form),
        "openpyxl_alone",
        lambda: [list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(io.BytesIO(form))],
        seconds,
    )


def _workbook(questions: int) -> bytes:
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(["type", "name", "label", "relevant"])
    for number in range(questions):
        survey.append(
            ["select_one yes_no", f"q{number}", f"Вопрос {number}", f"${{q{number - 1}}} = 'yes'" if number else ""]
        )
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label"])
    choices.append(["yes_no", "yes", "Да"])
    choices.append(["yes_no", "no", "Нет"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
