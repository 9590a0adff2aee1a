"""In-memory twins of ports: small, honest stand-ins that keep the port's contract."""
