"""Terminal commands, called by `bots/cli.py`, which parses the command line."""
