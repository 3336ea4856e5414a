"""Faults of the machine, tried for as long as it takes: `make soak`."""
