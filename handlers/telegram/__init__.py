"""Telegram: what it says turned into inputs, and screens turned into its messages."""
