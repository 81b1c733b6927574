## Remarks of the generator

generator_planner_unavailable = The writing model didn’t answer as it should, so I made up the story with my own rules.
