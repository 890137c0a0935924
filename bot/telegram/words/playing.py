"""What is said around and during a practice: rules, help, the list, a turn, the report."""

from bot import helplines

CONSENT = (
    "Rehearse lets you practise mentoring conversations. You play the mentor. The mentee is made "
    "up, and so is everything they say.",
    "What is kept: your Telegram number (not your phone number, name or picture), the choices you "
    "make and when, your marks, your settings, how your cards went, and what you write when you "
    "look back. Nothing is kept until you agree. /deleteme removes it, but not words that may be "
    "about something real.",
    "Who sees it: you and the people who run this bot. If you join a group, you are told first "
    "what its centre sees. Nobody reads along while you practise, so this is not the place to ask "
    "for help. If you or someone else is in danger, call 999.",
    "The rules: this is practice, so please don't type real names or real events. You can leave "
    "at any time. /privacy tells you more, and /help is always there.",
    "By tapping I agree you confirm that you are 16 or over and accept these rules",
)
AGREE = "I agree"
UNDER_16 = "I am under 16"
TOO_YOUNG = (
    "Thank you for being honest. Telegram is for people aged 16 or over, so Rehearse can't be "
    "used here yet."
)
ELSEWHERE = (
    "Please ask your tutor for the version in the browser or on paper. If you need someone to "
    "talk to, Childline is free at any hour: 0800 1111."
)
NOTHING_KEPT = "Nothing about you has been kept."

WELCOME = (
    "Hello, and welcome to Rehearse. Each practice takes a few minutes. You read what a mentee "
    "says, choose what you would say, and find out why it helps or harms.",
    "/practise shows the conversations you can try.",
)
COMMANDS = {
    "practise": "Choose a conversation to practise",
    "resume": "Go on where you stopped",
    "progress": "See how you are doing",
    "learn": "Revise with cards for five minutes",
    "settings": "Change how things work for you",
    "mydata": "Get a copy of what is kept about you",
    "deleteme": "Delete what is kept about you",
    "help": "Get help, with numbers to call",
    "privacy": "What is kept about you",
}

PRIVACY = (
    "What is kept: your Telegram number (a number that Telegram gives you, not your phone "
    "number), when you agreed, the choices you make and when, your marks, other ways you tried, "
    "and how your cards went.",
    "When you look back after a practice, your answers are kept, in your own words. So are your "
    "settings: unit, look, time zone, and when a reminder is due. A code to move to another "
    "account is kept only as a check on it.",
    "Messages on their way to you, and the list of those sent, are kept for up to 48 hours; which "
    "message has your newest buttons, for longer. It is noted if you block the bot.",
    "What is not kept: your name, phone number and picture, and what else you type, but "
    "for words that may be real, which safeguarding leads can read, and a message that "
    "breaks something in the program, until that is put right.",
    "Who sees it: you, and the people who run this bot. Nobody reads along while you practise.",
    "/mydata gives you a copy of everything. /deleteme removes everything but what may be real.",
)

HELP_DANGER = (
    helplines.IN_DANGER,
    "\n".join(helplines.LINES),
    helplines.AT_YOUR_CENTRE,
    "Nobody reads along here, and this is not the place to ask for help.",
)
HELP_QUESTION_OPEN = (
    "A question from your look back is still open. What you type next is kept as your answer. Tap "
    "Skip under the question if you don't want that."
)
HELP_HEADING = "Help"
HELP_PLAYING = (
    "You are in the middle of a practice, “{title}”. Tap a numbered button, or type its number. "
    "/resume shows you where you are. Leave keeps your place."
)
UNTITLED = "an older conversation"
HELP_IDLE = "/practise shows the conversations you can try. /privacy says what is kept about you."

OTHER_TEXT_PLAYING = (
    "Thanks, but I can't read messages here, and what you typed is not kept. To go on, tap a "
    "numbered button or type its number. /resume shows you where you are. If something real is "
    "on your mind, /help has people to talk to."
)
OTHER_TEXT_IDLE = (
    "Thanks, but I can't read messages here, and what you typed is not kept. /practise shows the "
    "conversations you can try. If something real is on your mind, /help has people to talk to."
)
SOMETHING_REAL = "Something real is going on"
NO_SUCH_NUMBER = "There is no number {number} here. Please choose from 1 to {last}."
PRIVATE_ONLY = (
    "Rehearse works in a private chat, so that your practice stays yours: https://t.me/{username}"
)

LIST_PAGE = "Page {number} of {count}"
LIST_OTHER_UNIT = "More conversations"
LIST_EMPTY = "There is nothing to practise here yet. Please ask your tutor."
LIST_CHOOSE = "Tap a title to read about it."
LEVEL = "Level {level}"
MINUTES = "about {minutes} minutes"
MINUTE = "about a minute"
DONE_ACHIEVED = "Done: scenario standard reached"
DONE = "Done: not yet reached"
NOT_DONE = "Not tried yet"

NEUTRAL = "Your practice is ready."
NEUTRAL_TURN = "Your practice, turn {turn}."
NEUTRAL_RESULT = "Your practice, the result."
NEUTRAL_LEFT = "Your place is kept."
BEFORE_YOU_START = "Before you start"
CONTENT_NOTE_WAY_OUT = "You can leave at any time. /help has people to talk to."
YOUR_PART = "Your part"
YOUR_MENTEE = "Your mentee"
REPLACES = (
    "You are part-way through “{title}”. Begin ends it without marks. Resume goes back to it."
)
NO_SUCH_SCENARIO = (
    "That conversation is not here. The link may be old or mistyped. /practise shows the ones "
    "you can try."
)
BRIEFING_LEFT = "No problem. /practise shows the conversations whenever you like."

NARRATOR = "What happens"
COACH = "Coach"
THOUGHT = "{name} thought: {thought}"
WHAT_DO_YOU_SAY = "What do you say?"
YOU = "You"
STUCK = (
    "This conversation can't go on from here. That is a fault in the scenario, not in what you "
    "did. Please tell your tutor. You can start again or choose another with /practise."
)
LEFT = "You have left “{title}”. Your place is kept, with no penalty."
NOTHING_TO_RESUME = "You have nothing under way. /practise shows the conversations you can try."
UNREADABLE = (
    "Your practice can't go on, because its scenario was changed. Sorry about that. You can start "
    "it again."
)
BROKEN_FIRST = (
    "Sorry, something went wrong with that, and it is not your fault. /start begins again."
)
BROKEN = (
    "Sorry, something went wrong with that, and it is not your fault. Your practice is safe. "
    "/resume shows you where you are."
)

FEEDBACK_TURN = "Turn {turn}. You said: {said}\n{feedback}"
HOW_IT_ENDED = "How it ended"
PERCENT = "{heading}: {percent}%. The standard here is {pass_mark}%."
POINTS = "What you showed"
POINT = "{title}: {status}"
POINT_AT = "{title}: {status} (turn {turn})"
POINT_SLIPPED = "{title}: {status} (decided at turn {turn})"
PUT_RIGHT = "Worth putting right"
PUT_RIGHT_AT = "Turn {turn}: {text}"
MOMENT = "The moment that mattered"
MOMENT_AT = "Turn {turn}. You said: {said}\n{feedback}\n{why}"
TRY_NEXT = "One thing to try next"
TRY_NEXT_AT = "{title}, at turn {turn}. {idea}"
TRY_NEXT_IDEA = "{title}. {idea}"
NEXT_BECAUSE = "A good next practice is “{title}”. It gives you a chance at: {point}."
NEXT_OTHER = "A good next practice is “{title}”."
NEXT_NONE = "You have tried everything here. Play again to look for a stronger way through."

BEGIN = "Begin"
LEAVE = "Leave"
RESUME = "Resume"
START_AGAIN = "Start again"
PLAY_AGAIN = "Play again"
NEXT = "Next"
MORE = "More"
BACK = "Back"
