"""${message}.

Once released, a step is never edited: a stored database of the release before is upgraded through it in a test.
SQLite changes a table by copying it (op.batch_alter_table). Types are SQLAlchemy's own, never ours: ours may change.
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades}


def downgrade() -> None:
    ${downgrades}
