"""Application commands of the Discord adapter: slash commands and the message command."""
