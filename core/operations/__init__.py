"""The janitor, health, alerts and what operators are told."""
