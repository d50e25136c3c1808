"""What begins on our side: what the worker does by itself, one file for each duty."""
