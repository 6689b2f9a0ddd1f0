"""Speed against floors and a peer: ratios of one run, never asserted by the test suite."""
