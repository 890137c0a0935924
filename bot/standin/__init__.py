"""A Bot API server in memory, as strict as Telegram, and the people who use it.

`core.BotApi` answers a bot's calls and makes people; it has no HTTP. What it keeps is what
Telegram promises: updates come in order, again until they are confirmed, and expire; and what
it refuses, it refuses in Telegram's words.
"""
