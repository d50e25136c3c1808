"""Conversations as data: the vocabulary, the engine, and one file for each conversation.

The rule kept here: nothing in this package imports anything but the standard library and itself.
"""
