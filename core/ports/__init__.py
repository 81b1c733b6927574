"""Ports: the protocols through which the core reaches databases, stores and services.

`storage` and the front ends implement them. A method's contract is documented here, and only here.
"""
