"""The engine: one input moves a session one step. Pure; the path is derived from the answers."""
