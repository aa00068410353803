"""What Alembic runs: the versions against the connection it is handed by `migrations.schema`."""

from typing import Any, Literal

from alembic import context

from data.database import Money
from migrations.tables import metadata


def _plain_type(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Versions name the database's types only: they must still run when the code's types have moved on."""
    if kind == "type" and isinstance(item, Money):
        return "sa.BigInteger()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_plain_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
