"""Decks to and from other programs: Anki packages, tables, plain text."""
