"""The history of the tables; each step once released is never edited. Run by `storage.migrating`."""
