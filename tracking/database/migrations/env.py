"""Where Alembic begins: it works on the connection that it is handed."""

from alembic import context

from tracking.database.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
