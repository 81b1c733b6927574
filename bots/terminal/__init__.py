"""Terminal commands, called by `bots/cli/`, which parses the command line."""
