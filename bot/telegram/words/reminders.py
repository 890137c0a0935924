"""The reminder, and what the bot says when a learner turns reminders on or off.

The reminder may be read by others on a locked screen, so it is the same for everybody and does
not say what is practised here.
"""

REMINDER = "A short practice is ready when you are."

ON = (
    "Reminders are on. You get one when there is something to go over, and two in a week at most. "
    "They come between 10 in the morning and 6 in the evening."
)
OFF = "Reminders are off."
WHERE = "Your time zone is that of {place}."
CHOOSE_ZONE = "Which of these places has the same time as you? It is {place} now."

TURN_ON = "Turn on reminders"
TURN_OFF = "Turn off reminders"
CHANGE_ZONE = "Change time zone"
SETTINGS = "Settings"
