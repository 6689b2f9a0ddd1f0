"""Typed mathematics: tokens, a tree, and the tree written back in Unicode."""
