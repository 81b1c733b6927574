"""Child programs of benchmarks: the product, fakes, load generators and bare clients."""
