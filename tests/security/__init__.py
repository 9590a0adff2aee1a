"""Rows of the security checklist, each played through the emulated Telegram with the whole bot behind it."""
