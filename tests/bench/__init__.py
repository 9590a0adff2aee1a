"""`python -m tests.bench`: how fast the bot is, as ratios of one run (docs/benchmarks.md)."""
