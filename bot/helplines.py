"""Who to turn to when something is real: said by the bot, and printed on paper."""

IN_DANGER = "If you or someone else is in danger now, call 999."
LINES = (
    "Samaritans: 116 123, at any hour, about anything.",
    "Childline: 0800 1111, if you are under 19.",
    "Shout: text SHOUT to 85258, at any hour.",
    "NHS: call 111. It has a mental health option.",
)
AT_YOUR_CENTRE = (
    "Worried about someone you mentor, or about yourself? Talk to your tutor or your centre's "
    "safeguarding lead today."
)
