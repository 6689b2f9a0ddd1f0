"""Random little worlds in which every name of a derivation has a value."""
