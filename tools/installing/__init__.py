"""Parts of tools/setup.py. They run before any package is installed: standard library only."""
