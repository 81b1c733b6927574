"""The reference generator: an HTTP server of generator contract v1 that draws comics."""
