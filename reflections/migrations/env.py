"""What Alembic runs: the steps over the connection that `reflections.upgrade` gives it, in that one's transaction."""

from alembic import context

from reflections.tables import Base

by = context.config.attributes.get("by")

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
if by is not None:  # for this run alone: what Alembic knows of a dialect stays as it is for all others
    running = context.get_context()
    usual = running.impl
    running.impl = by(usual.dialect, usual.connection, usual.as_sql, True, usual.output_buffer, usual.context_opts)
with context.begin_transaction():
    context.run_migrations()
