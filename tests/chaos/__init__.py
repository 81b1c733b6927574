"""Everything that can be killed is killed, while people ask for comics. `python -m tests.chaos`."""
