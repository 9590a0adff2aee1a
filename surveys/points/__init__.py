"""Service points: the register, signed links, typed codes, the visit window."""
