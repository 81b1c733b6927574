"""Models: plain data classes, free of SDKs, SQL, clocks and the network."""
