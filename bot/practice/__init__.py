"""The use cases of a learner who practises: no Telegram, no SQL."""
