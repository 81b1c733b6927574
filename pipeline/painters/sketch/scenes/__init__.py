"""Scenes of the sketch painter: places, props and foreground."""
