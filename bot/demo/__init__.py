"""Simulated carriers, invented people, the try-it page; never beside real credentials."""
