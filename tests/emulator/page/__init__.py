"""The chat page of the demo, in a browser and by its files."""
