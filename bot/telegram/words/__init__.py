"""Every message of the bot's own, in one place: plain British English, reading age about 11.

A module holds the words of one part of the conversation. Scenario text and catalogue text come
from their files; what is here is the voice of Rehearse. Curly-brace fields are filled by
`str.format` with values of ours or with names of scenarios.
"""
