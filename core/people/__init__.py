"""Profiles, accounts, sessions, links between identities, passwords and bearer tokens."""
