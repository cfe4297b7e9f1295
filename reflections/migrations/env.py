"""What Alembic runs: the steps over the connection that `reflections.upgrade` gives it, in that one's transaction."""

from alembic import context

from reflections.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
