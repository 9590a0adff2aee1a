"""Employees: the organisation they belong to and how they come in. No list of names is needed."""
