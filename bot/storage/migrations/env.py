"""Alembic's entry: work on the connection that ``schema.py`` hands over, and no other."""

from alembic import context

from bot.storage.tables.columns import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a table by making it anew; the first revision has nothing to change.
    render_as_batch=bool(context.script.get_heads()),
    transactional_ddl=True,
)
context.run_migrations()
