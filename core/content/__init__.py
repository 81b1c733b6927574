"""What may be asked for: prompts, options and moderation. Pure functions, no I/O."""
