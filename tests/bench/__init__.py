"""What a tap costs, beside other bots that make the same calls: `python -m tests.bench`."""
