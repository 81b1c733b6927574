"""Infrastructure that several packages use: locks, rate limits, retries, logging, metrics."""
