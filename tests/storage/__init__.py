"""One contract for every kind of database, and what each kind has to survive."""
