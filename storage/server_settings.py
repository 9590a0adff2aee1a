"""How a PostgreSQL server is set up where it could tell who answered what, or when (trust.md 1.3 item 7)."""

from sqlalchemy import text

from storage.migrating import in_snapshot

NAMES = (
    "track_commit_timestamp",
    "log_statement",
    "log_min_duration_statement",
    "log_min_duration_sample",
    "log_parameter_max_length",
    "auto_explain.log_min_duration",
)
SHOW = text("SELECT name, current_setting(name, true) FROM unnest(CAST(:names AS text[])) AS name")
"""For this role and database; nothing for what the server does not have."""


async def server_settings(url: str) -> dict[str, str]:
    """As `SHOW` writes them, of a PostgreSQL server. Raises Unavailable."""
    return await in_snapshot(
        url,
        lambda connection: {
            name: value for name, value in connection.execute(SHOW, {"names": list(NAMES)}) if value is not None
        },
    )
