"""Story planner: from the words of an order to a story, panel by panel."""
