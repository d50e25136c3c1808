"""Simulated carriers, invented people and the try-it page; refuses to start beside real credentials."""
