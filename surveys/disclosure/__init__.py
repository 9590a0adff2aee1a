"""Everything that an anonymous survey shows passes here: `surveys.disclosure.gate`. No outlet counts by itself."""
