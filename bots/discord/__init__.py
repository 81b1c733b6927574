"""The Discord adapter: only what is specific to Discord."""
