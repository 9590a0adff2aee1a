"""What happens when somebody writes or taps: use cases as synchronous functions of a `Work`."""
