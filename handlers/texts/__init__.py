"""Texts of views: what only a channel has to say."""
