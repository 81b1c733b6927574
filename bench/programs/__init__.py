"""What benchmarks run beside themselves: the product, fakes, load and bare clients."""
