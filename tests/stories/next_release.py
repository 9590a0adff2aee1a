"""A migration of an imaginary next release, which is killed half-way: `python -m tests.stories.next_release URL`.

It rebuilds the tables that answers wait in, as such a release might have to, and dies between two statements.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic.config import Config

from storage import migrating

REVISION = """
import os
import signal

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
    with op.batch_alter_table("pool_box", recreate="always") as batch:
        batch.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default=""))
    op.execute("DELETE FROM mark")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def half_way(url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "r9999_next.py").write_text(REVISION.format(head=migrating.head()))
        ours = migrating._config

        def next_release(connection: object = None) -> Config:
            config = ours(connection)  # type: ignore[arg-type]
            here = Path(migrating.__file__).parent / "migrations" / "versions"
            config.set_main_option("path_separator", "os")
            config.set_main_option("version_locations", f"{here}:{folder}")
            return config

        migrating._config = next_release
        asyncio.run(migrating.upgrade(url))


if __name__ == "__main__":
    half_way(sys.argv[1])
