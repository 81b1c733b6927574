"""Infrastructure without a subject of its own: locks, rate limits, retries, logging, metrics."""
