"""The terminal commands; `bots/cli.py` parses what was typed and calls these."""
