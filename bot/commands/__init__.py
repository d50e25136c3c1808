"""What each command does, one module a group; ``bot.__main__`` has the table."""
