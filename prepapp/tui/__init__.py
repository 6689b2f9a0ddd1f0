"""The screens: keys in, session methods called, what they return shown."""
