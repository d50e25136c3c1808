"""Rows: the bridge to the database, the tables, and queries by subject."""
