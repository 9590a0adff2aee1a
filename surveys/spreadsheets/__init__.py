"""Spreadsheets as values, and reading workbooks that strangers send."""
