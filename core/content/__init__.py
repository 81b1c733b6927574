"""Content of a request: prompts, options and word lists. Pure functions, without I/O."""
