"""The generator client, against a generator that behaves truly and fails on command."""
