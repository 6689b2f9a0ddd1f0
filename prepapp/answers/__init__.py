"""Is a typed answer right: derivation, number, drawing, code."""
