"""What the page says itself; the conversation is the bot's."""

NO_VISIT = (
    "You need a link to come in here. Whoever runs this page can give you one: "
    "a link works once, and for one day."
)
LINK_USED = (
    "This link has been used, or is too old. Each link works once, and for one day. Please ask "
    "for a new one."
)
VISIT_OVER = "Your visit has ended, and what was kept about it is deleted. You can close this page."
TOO_FAST = "That was very quick. Please wait a moment, then try again."
TOO_LONG = "That text is too long. Please send at most 4,096 characters."
NOT_A_TEXT = "There is no text in that. Please type something first."
NOT_TAKEN = "That didn't arrive. Please try again."
GONE = "That button is not there any more. The newest message shows where you are."
FROM_ELSEWHERE = "This came from another website, so nothing was done."
NO_FILE = "There is no such file here any more."
BUSY = "The page is busy. Please try again in a moment."
