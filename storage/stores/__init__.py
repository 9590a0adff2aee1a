"""The questions the domain asks its tables, one store a file. No store commits and none takes a filter from outside."""
