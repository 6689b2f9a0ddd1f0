"""Values and rules: nothing here reads a clock, a file of the candidate's, or the screen."""
