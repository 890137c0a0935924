"""Centres: their people, cohorts and codes, and who may do what. No Telegram, no SQL."""
