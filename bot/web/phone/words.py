"""What the page says itself; the conversation is the bot's."""

NO_VISIT = (
    "You need a link to come in here. Whoever runs this page can give you one: "
    "a link works once, and for one day."
)
LINK_USED = (
    "This link has been used, or is too old. Each link works once, and for one day. Please ask "
    "for a new one."
)
VISIT_OVER = (
    "Your visit has ended, and the phone is gone from this browser. You can close this page. To "
    "come back you need another link. If you belong to a cohort, your tutor can give you one."
)
TOO_FAST = "That was very quick. Please wait a moment, then try again."
TOO_LONG = "That text is too long. Please send at most 4,096 characters."
NOT_A_TEXT = "There is no text in that. Please type something first."
NOT_TAKEN = "That didn't arrive. Please try again."
GONE = "That button is not there any more. The newest message shows where you are."
FROM_ELSEWHERE = "This came from another website, so nothing was done."
NO_PAGE = "There is no such page here."
NO_FILE = "There is no such file here any more."
BUSY = "The page is busy. Please try again in a moment."

_KILOBYTE, _MEGABYTE = 1_000, 1_000_000


def file_size(size: int) -> str:
    """Say how many bytes a file has."""
    if size < _KILOBYTE:
        return f"{size} bytes"
    if size < _MEGABYTE:
        return f"{size / _KILOBYTE:.0f} KB"
    return f"{size / _MEGABYTE:.1f} MB"
