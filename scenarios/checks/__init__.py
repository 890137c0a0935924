"""Checks of a scenario file: each finds one kind of thing wrong and says where it stands."""
