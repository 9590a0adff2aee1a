"""`otklik convert IN OUT` and `otklik schema`: a questionnaire from one container to the other."""

import json
import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.questionnaire_files import MISUSE, REFUSED, Language, opened, show
from storage.workbooks import write_workbook
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.reading import YAML_SUFFIXES
from surveys.questionnaires.xlsform.writing import write_xlsform
from surveys.questionnaires.yaml.loading import LIMIT_BYTES
from surveys.questionnaires.yaml.schema import json_schema
from surveys.questionnaires.yaml.writing import write_yaml
from surveys.screens import Phrase
from surveys.texts import Texts

WRITTEN_SUFFIXES = (".xlsx", *YAML_SUFFIXES)


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the program's."""

    @app.command()
    def convert(
        source: Annotated[Path, typer.Argument(help="The questionnaire: .xlsx .xls .csv .md .yaml", metavar="IN")],
        target: Annotated[Path, typer.Argument(help="Where to write it: .xlsx or .yaml", metavar="OUT")],
        lang: Annotated[Language, typer.Option(help="Language of the messages.")] = Language.RU,
    ) -> None:
        """Convert a questionnaire without loss. Exit status: 0 written, 1 refused, 2 misuse."""
        texts = Texts()
        errors = Console(stderr=True, soft_wrap=True, highlight=False)
        if target.suffix.lower() not in WRITTEN_SUFFIXES:
            known = ", ".join(WRITTEN_SUFFIXES)
            said = Phrase("questionnaires.check.target", {"suffix": target.suffix, "known": known})
            errors.print(texts.say(said, lang.value), markup=False)
            raise typer.Exit(MISUSE)
        reading = opened(source, texts, lang)
        if reading is None:
            raise typer.Exit(MISUSE)
        if not reading.accepted or reading.questionnaire is None:
            # A part of a questionnaire would look like the whole of it.
            show(errors, source, reading, texts, lang)
            raise typer.Exit(REFUSED)
        try:
            write(reading.questionnaire, target)
        except OSError:
            said = Phrase("questionnaires.check.unwritable", {"file": str(target)})
            errors.print(texts.say(said, lang.value), markup=False)
            raise typer.Exit(MISUSE) from None
        except ValueError:
            said = Phrase("questionnaires.check.too_long", {"file": str(target)})
            errors.print(texts.say(said, lang.value), markup=False)
            raise typer.Exit(REFUSED) from None

    @app.command()
    def schema() -> None:
        """Print the JSON Schema of questionnaires in YAML, for editors."""
        print(schema_text(), end="")


def write(questionnaire: Questionnaire, target: Path) -> None:
    """Writes by the suffix of `target`; the file appears whole or not at all.

    Raises OSError, and ValueError for a questionnaire that its own reader would refuse: a text too long for a cell of
    Excel, YAML past the limit.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
    os.close(handle)
    draft = Path(name)
    try:
        if target.suffix.lower() == ".xlsx":
            write_workbook(write_xlsform(questionnaire), draft)
        else:
            content = write_yaml(questionnaire).encode()
            if len(content) > LIMIT_BYTES:
                raise ValueError("too long for YAML")
            draft.write_bytes(content)
        # mkstemp makes files for their owner alone; a questionnaire is no secret.
        draft.chmod(0o644)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def schema_text() -> str:
    """The schema as it stands in the documentation."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"
