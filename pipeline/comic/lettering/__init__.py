"""Lettering: the arrangement and the drawing of captions and balloons."""
