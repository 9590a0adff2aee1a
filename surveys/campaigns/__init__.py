"""Whom to ask, when and how often; what becomes of each message; what may be counted of it."""
