"""The pictures of the README, drawn from conversations that the real bot really had."""
