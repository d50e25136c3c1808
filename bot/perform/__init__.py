"""What a turn decided, done: one function an effect, one file a job; ``table`` has them all."""
