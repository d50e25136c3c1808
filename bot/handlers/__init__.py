"""The inbound edge: is a request genuine, and what did the person do."""
