"""One migration for each version of the schema, the same for SQLite and PostgreSQL."""
