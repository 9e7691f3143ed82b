"""The parts of the benchmark, by the names they are chosen with."""
