"""Every way a person reaches the generator, and the process that hosts them."""
