"""Who plays the scenarios: use cases, Telegram, storage, web and the command line."""
