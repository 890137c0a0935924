"""What the bot says when a practice moves to another Telegram account."""

HEADING = "Move to another account"
WHAT = (
    "Do you have a new Telegram account? You can take all of your practice there. It leaves this "
    "account then, and what the bot wrote here in the last two days goes from this chat."
)
HOW = (
    "You get a code here and use it in the other account. It works once, and for one hour. Show "
    "it to nobody: whoever has the code can take your practice."
)
MAKE = "Make a code"
CODE = "Your code"
CODE_UNTIL = "It works once, and for one hour. Show it to nobody."
CODE_LINK = "In your other account, open this link:\n{link}"
CODE_TYPED = "Or find this bot there and send:\n/move {code}"
NEW_CODE = "Make a new code"

MOVED = "Your practice has moved here. Everything is as you left it."
LEFT = (
    "Your practice has moved to another Telegram account, with the code that was made here. "
    "Nothing of it is kept for this account any more. What is older than two days in this chat, "
    "and what you typed, only you can remove: choose Delete chat in its menu."
)
LEFT_NOT_YOU = (
    "If that was not you, tell your tutor or the people who gave you the link to this bot today."
)
NO_SUCH_CODE = (
    "That code does not work. It may be mistyped, used already or too old. If your practice is "
    "here already, all is well. If not, /settings in your other account makes a new code."
)
SAME_ACCOUNT = (
    "You made that code in this account, so your practice is here already. Use it in your other "
    "account."
)
OWN_PRACTICE = (
    "This account has practice of its own, and a move would throw that away. If you don't need "
    "it, send /deleteme here first. Then use the code again, or make a new one in your other "
    "account."
)
