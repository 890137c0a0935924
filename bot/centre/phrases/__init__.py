"""Whether text sounds real: a list of phrases, and what looks for them. It only ever asks."""
