"""What a conversation may ask: the real ``Facts``, one file a job; ``known`` has them all."""
