"""Rehearse on Telegram: the only package that knows the Telegram library."""
