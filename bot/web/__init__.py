"""The bot over HTTP: Telegram's webhook, and health for whoever runs it."""
