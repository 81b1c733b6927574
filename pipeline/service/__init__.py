"""HTTP service of generator contract v1: jobs, artist processes, object stores, callbacks."""
