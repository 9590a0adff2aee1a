"""Rows turned into our values and back; the unit of work; files of tables."""
