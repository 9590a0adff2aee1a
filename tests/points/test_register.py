"""The register of points as a sheet: everything wrong at once, nothing lost on the way out and back."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.errors import NotFound
from surveys.points.changes import Preview, differing, import_register, renew, revoke
from surveys.points.codes import read_code
from surveys.points.links import Verdict, payload, read_payload
from surveys.points.point import Point, Service
from surveys.points.register import Issue, Reading, read_register, write_register
from surveys.texts import LANGUAGES, Texts
from tests.points.places import ARCHIVE, HALL, SECRET, FixedChance, code
from tests.twins.points import TwinPoints, TwinWork

FORMS = {"counter", "ext-service"}
HEADER = ["Название", "Подразделение", "Адрес", "Услуги", "Анкета", "Вторая анкета", "Часы работы", "Действует", "Ключ"]


def city(*points: Point) -> TwinWork:
    return TwinWork(points=TwinPoints({point.key: point for point in points}))


def enter(work: TwinWork, rows: Sequence[Sequence[str]], apply: bool = True) -> Preview:
    return import_register(work, rows, FORMS, FixedChance(), apply=apply)  # type: ignore[arg-type]


def read(*rows: Sequence[str], existing: Sequence[Point] = (HALL, ARCHIVE), header: Sequence[str] = HEADER) -> Reading:
    return read_register([header, *rows], existing, FORMS)


def found(issues: Sequence[Issue]) -> list[tuple[str, int, str]]:
    return [(issue.code, issue.place.row, issue.place.column) for issue in issues]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_export_reads_back_equal_in_either_language(language: str) -> None:
    reading = read_register(write_register([HALL, ARCHIVE], language), [HALL, ARCHIVE], FORMS)
    assert reading.issues == ()
    assert [entry.point for entry in reading.entries] == [HALL, ARCHIVE]
    assert [entry.row for entry in reading.entries] == [2, 3]


LINE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
LABELS = st.text(st.sampled_from("а;=\\ёz «»'\""), min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
SERVICES = st.dictionaries(st.from_regex(r"\A[0-9A-Za-z_-]{1,16}\Z"), LABELS.filter(bool), max_size=4)
POINTS = st.builds(
    lambda title, unit, address, hours, services, active, follow_up: Point(
        "hall2222", code(1234567), title, unit, address, hours,
        tuple(Service(name, label) for name, label in services.items()), "counter", follow_up, active,
    ),
    LINE, LINE, LINE | st.just(""), st.lists(LINE, max_size=3).map("\n".join), SERVICES, st.booleans(),
    st.sampled_from(["", "ext-service"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(POINTS, st.sampled_from(LANGUAGES))
def test_any_point_survives_the_sheet(point: Point, language: str) -> None:
    reading = read_register(write_register([point], language), [replace(HALL, title="other")], FORMS)
    assert reading.issues == ()
    entry = reading.entries[0].point
    assert differing(point, entry) == ()


def test_new_points_get_a_key_and_a_code_and_a_second_import_changes_nothing() -> None:
    work = city(HALL)
    plan = enter(work, [HEADER, ["Окно 1", "ЗАГС"], ["Окно 2", "ЗАГС", "", "", "", "", "", "нет"]])
    assert [point.title for point in plan.new] == ["Окно 1", "Окно 2"]
    first, second = (work.points.rows[point.key] for point in plan.new)
    assert read_code(first.code) == first.code != second.code
    assert (first.active, second.active) == (True, False)
    assert read_payload(payload(first, SECRET), SECRET, work.points.by_key).verdict is Verdict.FOUND
    again = enter(work, write_register(work.points.all(), "en"))
    assert (again.new, again.changed, len(again.untouched)) == ((), (), 3)


def test_a_preview_saves_nothing_and_says_what_will_differ() -> None:
    work = city(HALL, ARCHIVE)
    rows = [HEADER, ["МФЦ", HALL.unit, HALL.address, "", "", "", HALL.hours, "да", HALL.key], ["Новая", "ЗАГС"]]
    plan = enter(work, rows, apply=False)
    assert [change.fields for change in plan.changed] == [("title", "services", "follow_up")]
    assert [point.title for point in plan.new] == ["Новая"]
    assert plan.absent == (ARCHIVE,)
    assert work.points.rows == {HALL.key: HALL, ARCHIVE.key: ARCHIVE}
    assert enter(work, rows).changed == plan.changed
    assert work.points.rows[HALL.key].title == "МФЦ"
    assert work.points.rows[ARCHIVE.key] == ARCHIVE


def test_a_column_left_out_keeps_what_the_register_has() -> None:
    work = city(replace(HALL, secret_version=3))
    plan = enter(work, [["title", "UNIT", " key "], ["Другое имя", HALL.unit, HALL.key]])
    assert work.points.rows[HALL.key] == replace(HALL, secret_version=3, title="Другое имя")
    assert plan.changed[0].fields == ("title",)


def test_every_problem_is_reported_at_once_with_its_row_and_column() -> None:
    reading = read(
        ["", "МФЦ"],
        ["Окно", "", "", "паспорт; a b=x; ok=; ok=1; ok=2", "conter", "none", "", "может быть"],
        ["Окно 3", "ЗАГС", "", "", "", "", "", "", "hall222"],
        [HALL.title, HALL.unit, HALL.address],
        ["Один", "ЗАГС", "", "", "", "", "", "", ARCHIVE.key],
        ["Два", "ЗАГС", "", "", "", "", "", "", ARCHIVE.key],
        ["Окно 5", "ЗАГС"],
        ["окно  5", "загс"],
        ["x" * 121, "ЗАГС"],
    )
    assert found(reading.issues) == [
        ("missing", 2, "Название"),
        ("missing", 3, "Подразделение"),
        ("questionnaire_unknown", 3, "Анкета"),
        ("questionnaire_unknown", 3, "Вторая анкета"),
        ("service_shape", 3, "Услуги"),
        ("service_code", 3, "Услуги"),
        ("service_label", 3, "Услуги"),
        ("service_twice", 3, "Услуги"),
        ("active", 3, "Действует"),
        ("key_unknown", 4, "Ключ"),
        ("exists", 5, "Ключ"),
        ("key_twice", 7, "Ключ"),
        ("twin", 9, "Название"),
        ("too_long", 10, "Название"),
    ]
    near = next(issue for issue in reading.issues if issue.code == "questionnaire_unknown")
    assert near.args["near"] == "counter"


def test_headers_are_checked_and_a_near_miss_is_named() -> None:
    reading = read(header=["Название", "Адресс", "# Заметки", "Адрес", "address"])
    assert found(reading.issues) == [
        ("column_unknown", 1, "Адресс"),
        ("column_twice", 1, "address"),
        ("column_missing", 1, "Подразделение"),
    ]
    assert reading.issues[0].args["near"] == "Адрес"


@pytest.mark.parametrize("rows", [[], [[]], [["", ""]], [HEADER], [HEADER, ["", " "]]])
def test_an_empty_sheet_is_said_to_be_empty(rows: list[list[str]]) -> None:
    assert [issue.code for issue in read_register(rows, [], FORMS).issues] == ["empty"]


def test_a_sheet_too_long_is_refused_and_a_full_one_is_read_quickly() -> None:
    rows = [[f"Окно {number}", "ЗАГС"] for number in range(5000)]
    assert len(read(*rows, existing=[]).entries) == 5000
    assert [issue.code for issue in read(*rows, ["ещё", "одно"], existing=[]).issues] == ["long"]


def test_the_code_column_is_only_compared() -> None:
    header = [*HEADER[:2], "Ключ", "Код на плакате"]
    good = [HALL.title, HALL.unit, HALL.key, f"{HALL.code[:4]} {HALL.code[4:]}"]
    assert read(good, header=header).issues == ()
    wrong = [HALL.title, HALL.unit, HALL.key, "1111 1111"]
    assert found(read(wrong, header=header).issues) == [("code_changed", 2, "Код на плакате")]
    assert found(read(["Новая", "ЗАГС", "", "1"], header=header).issues) == [("code_new", 2, "Код на плакате")]


def test_a_file_with_one_problem_changes_nothing_at_all() -> None:
    work = city(HALL)
    plan = enter(work, [HEADER, ["Хорошая", "ЗАГС"], ["", "ЗАГС"]])
    assert [issue.code for issue in plan.issues] == ["missing"]
    assert work.points.rows == {HALL.key: HALL}


def test_hostile_cells_become_plain_text() -> None:
    cells = ['=HYPERLINK("http://x")', "<b>\u202eотдел</b>\x00", "a\r\nb"]
    point = read(cells).entries[0].point
    assert (point.title, point.unit, point.address) == ('=HYPERLINK("http://x")', "<b> отдел</b>", "a b")


def test_a_revoked_point_leads_nowhere_and_renewing_voids_the_old_poster_and_its_code() -> None:
    work = city(HALL)
    printed = payload(HALL, SECRET)
    revoke(work, HALL.key)  # type: ignore[arg-type]
    assert read_payload(printed, SECRET, work.points.by_key).verdict is Verdict.REVOKED
    renewed = renew(work, HALL.key, FixedChance())  # type: ignore[arg-type]
    assert read_payload(printed, SECRET, work.points.by_key).verdict is Verdict.REPLACED
    assert read_payload(payload(renewed, SECRET), SECRET, work.points.by_key).verdict is Verdict.FOUND
    assert work.points.by_code(HALL.code) is None
    assert work.points.by_code(renewed.code) == renewed
    with pytest.raises(NotFound):
        revoke(work, "nothing2")  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_issue_has_its_words_and_a_remedy(language: str) -> None:
    reading = read(
        ["", "МФЦ", "x" * 301],
        ["Окно", "ЗАГС", "", "паспорт; a b=x; ok=; ok=1; ok=2;" + ";".join(f"s{n}=x" for n in range(60)), "conter"],
        ["Окно 3", "ЗАГС", "", "", "", "", "", "может быть", "hall222"],
        [HALL.title, HALL.unit, HALL.address],
        ["Один", "ЗАГС", "", "", "", "", "", "", ARCHIVE.key],
        ["Два", "ЗАГС", "", "", "", "", "", "", ARCHIVE.key],
        ["Окно 5", "ЗАГС"],
        ["Окно 5", "ЗАГС"],
    )
    code_header = [*HEADER[:2], "Ключ", "Код на плакате"]
    coded = read([HALL.title, HALL.unit, HALL.key, "1"], ["Новая", "ЗАГС", "", "1"], header=code_header)
    issues = [
        *reading.issues, *coded.issues, *read(header=["Адресс", "Адрес", "адрес"]).issues,
        *read_register([], [], FORMS).issues, *read(*[["а", "б"]] * 5001, existing=[]).issues,
    ]  # fmt: skip
    texts = Texts()
    assert len({issue.code for issue in issues}) == 20
    for issue in issues:
        for words in (issue.message, issue.hint):
            said = texts.say(words, language)
            assert said != words.key
            assert "{" not in said
