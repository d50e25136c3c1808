"""What staff and the service do: one function an act, sync, inside one unit."""
