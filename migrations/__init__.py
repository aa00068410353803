"""The schema's history. `migrations.schema` drives Alembic; `migrations.tables` makes the metadata whole."""
