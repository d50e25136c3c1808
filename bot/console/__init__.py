"""The staff web application; it reads and calls acts, and never writes a row."""
