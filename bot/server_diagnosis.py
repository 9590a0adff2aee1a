"""What a PostgreSQL server writes down beside our tables: moments of answers and their contents (trust.md 1.3 item 7).

An anonymous survey must not be held on a server that an ERROR is found of.
"""

from collections.abc import Iterator, Mapping

from bot.findings import Finding, Level

OFF = "-1"
LOGGING_ALL = {"log_statement": ("all", "mod"), "log_min_duration_statement": ("0",)}
HARMLESS = {"log_statement": "none", "log_min_duration_statement": OFF}


def server_findings(settings: Mapping[str, str]) -> Iterator[Finding]:
    """`settings` as `storage.server_settings` reads them."""
    found = [*_moments(settings), *_statements(settings), *_parameters(settings)]
    yield from found or [Finding(Level.OK, "server", "Its log and its tables keep no moment and no text of an answer.")]


def _moments(settings: Mapping[str, str]) -> Iterator[Finding]:
    if settings.get("track_commit_timestamp") == "on":
        sentence = "The server remembers when each row was written (track_commit_timestamp), so anonymous votes too."
        remedy = "Set track_commit_timestamp = off in postgresql.conf and restart the server."
        yield Finding(Level.ERROR, "server", sentence, remedy)


def _statements(settings: Mapping[str, str]) -> Iterator[Finding]:
    for name, harmless in HARMLESS.items():
        logged = settings.get(name, "")
        if logged in LOGGING_ALL[name]:
            sentence = f"The server's log keeps every change with its moment ({name} = {logged}), votes too."
            remedy = f"As its administrator run: ALTER DATABASE … SET {name} = {harmless}"
            yield Finding(Level.ERROR, "server", sentence, remedy)


def _parameters(settings: Mapping[str, str]) -> Iterator[Finding]:
    slow = any(settings.get(f"log_min_duration_{kind}", OFF) != OFF for kind in ("statement", "sample"))
    if slow and settings.get("log_parameter_max_length", "0") != "0":
        sentence = "The server's log quotes the values of slow statements (log_min_duration_…)."
        remedy = "As its administrator run: ALTER DATABASE … SET log_parameter_max_length = 0"
        yield Finding(Level.WARNING, "server", sentence, remedy)
    if settings.get("auto_explain.log_min_duration", OFF) != OFF:
        sentence = "The server's log explains statements with their values (auto_explain)."
        remedy = "As its administrator run: ALTER DATABASE … SET auto_explain.log_min_duration = -1"
        yield Finding(Level.WARNING, "server", sentence, remedy)
