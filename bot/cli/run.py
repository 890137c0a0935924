"""`rehearse run`: the bot itself."""

import asyncio


def run() -> None:
    """Run the bot, by long polling or, with REHEARSE_WEBHOOK_URL, as a webhook."""
    from bot import service
    from bot.logs import configure_logs
    from bot.settings import read_settings

    settings = read_settings()
    configure_logs(settings.log_format)
    asyncio.run(service.run(settings))
