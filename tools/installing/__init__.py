"""What tools/setup.py is made of. Only the standard library is there when this runs."""
