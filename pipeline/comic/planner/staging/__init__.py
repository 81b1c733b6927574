"""Staging: who stands where in each panel, in which pose, with what, at which place."""
