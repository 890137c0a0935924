"""A scenario on paper: a booklet to play from, its marks and its feedback."""
