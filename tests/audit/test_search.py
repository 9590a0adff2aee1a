"""The search over what a run has written finds ids beside answers, and ids in the order of answers."""

import io
import zipfile
from pathlib import Path

from bot.audit.search import search
from tests.audit.small import CANARY, KNOWLEDGE, PEOPLE, shuffled


def kinds(folder: Path) -> set[str]:
    return {finding.kind for finding in search(folder, KNOWLEDGE, may_name=("roster",))}


def test_an_id_beside_an_answer_is_found_also_inside_of_a_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "results.xlsx", "w") as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{PEOPLE[0]}</t><t>{CANARY[PEOPLE[0]]}</t>" * 9)
    assert kinds(tmp_path) == {"beside", "named"}


def test_an_id_alone_is_found_unless_the_file_may_name_people(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("\n".join(PEOPLE))
    assert kinds(tmp_path) == set()
    (tmp_path / "metrics.txt").write_text(f'votes{{person="{PEOPLE[3]}"}} 1')
    assert kinds(tmp_path) == {"named"}


def test_people_in_the_order_of_answers_are_found_across_files(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("\n".join(shuffled(1)))
    (tmp_path / "comments.csv").write_text("\n".join(CANARY[person] for person in shuffled(2)))
    assert kinds(tmp_path) == set()
    (tmp_path / "comments.csv").write_text("\n".join(CANARY[person] for person in shuffled(1)))
    assert kinds(tmp_path) == {"order"}


def test_archives_without_secrets_and_databases_are_passed_over(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "ничего")
    (tmp_path / "b.zip").write_bytes(inner.getvalue())
    (tmp_path / "a.db").write_bytes(b"SQLite format 3\0" + PEOPLE[0].encode())
    assert search(tmp_path, KNOWLEDGE) == []
