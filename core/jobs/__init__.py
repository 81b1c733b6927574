"""Job execution: the queue, runner, leases, progress, cancellation and generator client."""
