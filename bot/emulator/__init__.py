"""An emulated Bot API on loopback: the demo, the test bed and the load generator."""
