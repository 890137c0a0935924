"""The pictures of the README and the guides, from conversations that the real bot really had."""
