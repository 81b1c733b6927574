"""The parts of a comic that all painters share: story, layout, lettering, page."""
