"""Plain data classes: no SDK, SQL, clock or network."""
