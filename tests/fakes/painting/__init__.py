"""Fakes of the services behind a painted comic: images API, A1111, planner, moderation."""
