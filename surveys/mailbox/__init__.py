"""Letters of staff whom nobody knows, and answers that only the holder of a code can read."""
