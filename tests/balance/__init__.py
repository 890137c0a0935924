"""The balance of the phrases that sound real: examples, and how many of them are caught."""
