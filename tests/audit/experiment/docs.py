"""The figures of the last run, between two marks of docs/anonymity.md."""

import re
from pathlib import Path
from typing import Any

PAGE = Path("docs/anonymity.md")
BEGIN, END = "<!-- audit-figures: filled from build/audit.json -->", "<!-- end of audit-figures -->"
_BETWEEN = re.compile(f"{re.escape(BEGIN)}(?:.*?{re.escape(END)})?", re.DOTALL)


def write_docs(written: dict[str, Any], page: Path = PAGE) -> None:
    summary = written["summary"]
    told = (
        f"{summary['day']}, version `{summary['code_version']}`, {summary['seeds']} surveys in {written['seconds']} s: "
        f"**{summary['verdict']}**."
    )
    block = f"{BEGIN}\n\n{told}\n\n{written['table']}\n\n{written['folders']}\n\n{END}"
    text = page.read_text(encoding="utf-8")
    assert BEGIN in text
    page.write_text(_BETWEEN.sub(lambda _: block, text, count=1), encoding="utf-8")
