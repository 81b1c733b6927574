"""A process dies at every point where it touches the world, and its successor makes it good."""
