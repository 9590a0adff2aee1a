"""What the files of the chat page promise without a browser."""

import re
from importlib import resources

import pytest

FILES = sorted(
    (one.name, one.read_text("utf-8"))
    for one in (resources.files("bot.emulator") / "page").iterdir()
    if one.name.endswith((".html", ".css", ".js"))
)


@pytest.mark.parametrize(("name", "text"), FILES, ids=[name for name, _ in FILES])
def test_a_file_of_the_page_loads_nothing_from_outside(name: str, text: str) -> None:
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text))
    assert addresses <= {"http://www.w3.org"}  # names of formats, never fetched
    assert "@import" not in text


@pytest.mark.parametrize(("name", "text"), FILES, ids=[name for name, _ in FILES])
def test_a_file_of_the_page_never_parses_text_as_markup(name: str, text: str) -> None:
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc|eval\(|new Function"
    assert re.search(ways, text) is None


@pytest.mark.parametrize(("name", "text"), FILES, ids=[name for name, _ in FILES])
def test_a_file_of_the_page_holds_one_idea(name: str, text: str) -> None:
    assert text.count("\n") <= 300


def test_the_page_forbids_what_it_does_not_need() -> None:
    page = dict(FILES)["index.html"]
    policy = re.search(r'content="(default-src[^"]+)"', page)
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["img-src"] == "'self' data: blob:"


def test_every_script_and_style_of_the_page_is_used() -> None:
    files = dict(FILES)
    named = set(re.findall(r'"/page/([\w.]+)"', files["index.html"]))
    named |= {name for text in files.values() for name in re.findall(r'from "\./([\w.]+)"', text)}
    assert named == files.keys() - {"index.html"}
