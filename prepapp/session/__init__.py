"""Use cases, one class a mode; no widgets."""
