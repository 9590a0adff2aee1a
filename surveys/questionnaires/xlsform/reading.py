"""A spreadsheet form read whole: pyxform's verdict, then everything of ours that can still be said."""

from surveys.questionnaires.found import Found
from surveys.questionnaires.issue import error
from surveys.questionnaires.xlsform.building import build
from surveys.questionnaires.xlsform.containers import Unreadable, form_in
from surveys.questionnaires.xlsform.structure import structure_issues
from surveys.questionnaires.xlsform.verdict import verdict


def read_xlsform(suffix: str, content: bytes) -> Found:
    """The definition as far as it can be built, and the issues of the file; an issue of pyxform's is the first."""
    try:
        form = form_in(suffix, content)
    except Unreadable as wrong:
        return Found(None, [wrong.issue])
    judged = verdict(form)
    issues = [judged] if judged else []
    if not form.table("survey").headers:
        return Found(None, issues or [error("SURVEY_MISSING")])
    issues += structure_issues(form)
    questionnaire, found, refused = build(form)
    return Found(questionnaire, issues + found, refused)
