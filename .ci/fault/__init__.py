"""The parts of the suite of faults: see ../faults."""
