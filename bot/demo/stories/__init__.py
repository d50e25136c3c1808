"""The guided stories: what the product promises, played through the real parts and looked at.

Each states what must be on the phone, in the console and readable in the database. They are played
in one world, one after another, while its clock goes on.
"""
