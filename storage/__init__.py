"""Databases and image stores behind the ports of core."""
