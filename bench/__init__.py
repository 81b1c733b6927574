"""How fast and how big ComicAI is: `make bench`, or `python -m bench [NAME ...]`."""
