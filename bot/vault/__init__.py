"""The only package that knows cryptography: sealing to the server, sealing to people, passphrases."""
