"""What is said about a learner's progress, and around what they read again."""

TITLE = "Your progress"
CAPTION = "Your progress as a picture. The message below says the same in words."
NOTHING_YET = (
    "You have not finished a conversation yet. Your progress will show here as soon as you have "
    "finished one.",
    "/practise shows the ones you can try.",
)

SO_FAR = "So far"
COUNT = "Conversations finished: {conversations}"
COUNT_TIMES = "Conversations finished: {conversations} ({attempts} times in all)"
COUNT_REACHED = "Standard reached in {reached} of {conversations}"
COUNT_SKILLS = "Skills shown: {shown} of {count}"
COUNT_CRITERIA = "Criteria supported: {supported} of {count}"
UNIT = "Your unit"
UNIT_NAME = "{title}, {qualification}"
NO_UNIT = "You have not chosen a unit yet. My unit lets you choose one and see its criteria."

NEXT_PRACTICE = "What to practise next"
NEXT_FOR = "“{title}” gives you a chance at: {point}. {why}"
WHY_FAILED = "There was a safety error in that skill the last time."
WHY_MISSED = "You did not show that skill in full the last time."
WHY_NEW = "You have not shown that skill yet."
WHY_SLIPPED = "You showed that skill, but with a slip. Show it once without."
WHY_ONCE = "You have shown that skill in one conversation. One more would back it up."
ALL_SHOWN = (
    "You have shown every skill here in two conversations or more, and again the last time. "
    "Well done. Play one again whenever you like."
)
NOTHING_TRAINS = (
    "No conversation here trains what is left to show. Please ask your tutor what to do next."
)

OLDER = "An older conversation"
CONVERSATIONS = "Conversations"
LATEST_FIRST = "The one you finished last comes first."
ONCE = "{first}%, one try on {day}"
TWICE_OR_MORE = (
    "First {first}%, best {best}%, latest {latest}%\n{attempts} tries, the last on {day}"
)
REACHED = "Scenario standard reached"
REACHED_BEFORE = "Scenario standard reached, but not the last time"
NOT_REACHED = "Not yet reached"

SKILLS = "Skills"
OF_UNIT = "These count in the conversations of your unit."
POINT = "{title}: {status}"
POINT_IN_ONE = "{title}: {status} (in 1 conversation)"
POINT_IN = "{title}: {status} (in {count} conversations)"
POINT_LAST = "{title}: {status} last time (shown in {count} before)"
NOT_TRIED = "Not tried yet"

CRITERIA = "Criteria"
SUPPORTED_MEANS = (
    "Supported means this: you showed each of its skills in at least two conversations of your "
    "unit. That is evidence. Only an assessor can say that a criterion is met."
)
CRITERION = "Criterion {number}: supported"
CRITERION_NOT_YET = "Criterion {number}: not supported yet"
MISSING_ONE = "To show in 1 more conversation: {points}"
MISSING = "To show in {count} more conversations: {points}"

PICTURE_ONCE = "{first}%, one try"
PICTURE_TWICE = "First {first}%, best {best}%"
PICTURE_REACHED = "Standard reached"
PICTURE_IN_ONE = "{status} in 1 conversation"
PICTURE_IN = "{status} in {count} conversations"
PICTURE_LINE = "The upright line is the standard."
PICTURE_LINE_RING = (
    "The ring is your first time, the end of the bar your best. The line is the standard."
)
PICTURE_MORE = "More in the message below: {count}"
PICTURE_CRITERIA = "Criteria: {supported} of {count} supported"
PICTURE_SUPPORTED = (
    "Supported means there is evidence. Only an assessor can say that a criterion is met."
)

TRY = "Try “{title}”"
READ_AGAIN = "Read one again"
MY_UNIT = "My unit"

FINISHED = "Finished conversations"
FINISHED_CHOOSE = "The newest comes first. Tap one to read it again."
FINISHED_NONE = "There is nothing to read again yet. /practise shows the conversations to try."
FINISHED_LINE = "{day}, {time}: {percent}%, {verdict}"
FINISHED_WAY = "Another way, {day}, {time}: {percent}%"
FINISHED_BUTTON = "{day}, {time}: {title}"
FINISHED_WAY_BUTTON = "Another way, {day}, {time}: {title}"
TO_LIST = "Back to the list"

READING_WHEN = "Finished on {day}, {time}"
READING_WAY = "Another way, from turn {turn}. It does not change your recorded attempt."
PAGE = "Page {number} of {count}"
NEUTRAL = "Your practice, to read again."
TURN = "Turn {turn}"
LOOKED_BACK = "What you wrote when you looked back:"
CANNOT_READ = (
    "That conversation was changed, and the one you had can't be shown any more. Sorry about "
    "that. Your result is kept."
)
MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
DAY = "{day} {month} {year}"
DAY_MONTH = "{day} {month}"
TIME = "{hour:02}:{minute:02}"
