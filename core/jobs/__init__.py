"""The job queue and what runs a job: leases, progress, cancellation, generator client."""
