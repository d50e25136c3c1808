"""The outbound edge: rendering and reading one step on each channel, and sending it."""
