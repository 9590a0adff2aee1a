"""Ways from a person to an answer, one kind a module (trust.md 3.1). Each yields links, scored but not yet judged."""
