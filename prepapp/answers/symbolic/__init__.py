"""Worlds whose values are SymPy expressions; only ever imported by the program that certifies."""
