"""The only package that knows cryptography: sealing to the server and to people, passphrases."""
