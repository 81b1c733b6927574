"""Database repositories and image stores that implement the ports of core."""
