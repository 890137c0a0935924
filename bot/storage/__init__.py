"""What is remembered, on SQLite or PostgreSQL: one contract, one set of queries."""
