"""Panels of the sketch painter: camera, figures and things of one picture."""
