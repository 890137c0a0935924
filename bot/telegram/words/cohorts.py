"""What the bot says to staff about their groups; the program calls a group a cohort."""

LIST = "Groups at {centre}"
LIST_NONE = "There is no group yet that you can see."
LINE = "{name}: {first} to {last}, tutor {tutor}"
LINE_CLOSED = "{name}: closed"
OPEN = "Open a group"

DAYS = "From {first} to {last}."
TUTOR = "Tutor: {tutor}."
UNIT = "Unit: {unit}."
NO_UNIT = "Unit: none."
LEARNERS = "Learners: {count}."
REFERENCES = "References on the list: {count}. Joining asks for one of them."
CLOSED = "This group is closed. What was done in it stays."
SLUG = "In lists and exports it is called {slug}."
JOIN_LINKS = "Join link"
LEARNERS_BUTTON = "Learners"
PLAN_BUTTON = "Conversations"
REFERENCES_BUTTON = "Add references"
HAND_OVER = "Hand over"
CLOSE = "Close the group"

NAME_ASK = "What is the group called? Type its name, such as Autumn 2026. Learners will see it."
TUTOR_ASK = "Who shall be the tutor of “{name}”?"
TUTORS_NONE = "There is no tutor at {centre} yet. Invite one with /centre, then open the group."
UNIT_ASK = "Which unit does “{name}” go through?"
UNIT_NONE = "None of these"
FIRST_ASK = "When does “{name}” start? Tap a day, or type one such as {example}."
LAST_ASK = "What is the last day of “{name}”? Tap a day, or type one such as {example}."
TODAY = "Today, {day}"
WEEKS = "{weeks} weeks, to {day}"
DAY_BAD = "I can't read that as a day. Please type it like {example}."
DAY_EARLY = "The last day can't be before the first, {first}. Please choose again."
BUTTONS_ONLY = "Please tap one of the buttons."
OPENED = "“{name}” is open. Make a join link so that learners can come in."

LINKS = "Links to join “{cohort}”"
LINKS_NONE = "No link is open."
LINK = "{number}. Made {made}, works until {until}, {uses}."
USES_LEFT = "for {uses} more learners"
USES_ONE = "for one more learner"
USES_ANY = "for any number of learners"
NEW_LINK = "How many learners shall a new link let in?"
FOR_ONE = "One"
FOR_SO_MANY = "{uses}"
FOR_ANY = "Any number"
CLOSE_LINK = "Close link {number}"
LINK_MADE = (
    "This link lets learners join “{cohort}” at {centre}. It works {uses}, until {until}. Show "
    "them the picture, or send the link."
)
CAPTION = "Join “{cohort}” at {centre}"

LEARNERS_OF = "Learners of “{cohort}”"
LEARNERS_NONE = "Nobody has joined yet."
LEARNER = "Learner {number}"
LEARNER_REFERENCE = "{reference} (learner {number})"
LEARNER_FACTS = "Joined {joined}. Practices begun: {begun}, finished: {finished}."
LOOKED = "That you looked is in the centre's record, and in the learners' own copy."
GIVE_REFERENCE = "Give a reference"
CHANGE_REFERENCE = "Change the reference"
REFERENCE_ASK = (
    "What is the centre's reference for {learner}? Type it. Please use a number or a short code "
    "and no full name."
)
REFERENCE_BAD = "A reference is {meaning}. Please type it again."
REFERENCE_TAKEN = "Another learner of this group has that reference. Please type another."
REFERENCE_GIVEN = "The reference is {reference} now."
REMOVE = "Remove from the group"
REMOVE_ASK = "Remove {learner} from “{cohort}”?"
REMOVE_MEANS = (
    "They stay learners of the bot. What they practised for this group stays with the centre. To "
    "come back they need a link that works."
)
REMOVE_SURE = "Remove"
REMOVED = "{learner} is not in “{cohort}” any more."
REMOVED_TOLD = (
    "You are not in “{cohort}” at {centre} any more. Your practice is still here for you."
)

REFERENCES_ASK = (
    "Type or paste the references of the learners you expect, one on each line, or send them as "
    "a CSV file. From then on, "
    "whoever joins “{cohort}” has to name one of them, and each works once."
)
REFERENCES_UNREAD = (
    "I can't read that file, so nothing was added. Please save the list as CSV in UTF-8, of at "
    "most 1 MB, and send it again. Or paste the references here."
)
REFERENCES_BAD = "Nothing was added, because of this:"
REFERENCES_LINE = "Line {line} {problem}."
REFERENCES_ADDED = "{new} added, {before} were on the list already."
REFERENCES_MORE = "And {more} more."

PLANNED = "Conversations of “{cohort}”"
PLANNED_WHAT = (
    "Learners can try every conversation as often as they like. Tap one to say otherwise for this "
    "group."
)
PLANNED_LINE = "{title}: {rule}"
RULE_NONE = "no rule of this group"
RULE = "{mode}, {attempts}"
PRACTICE = "practice"
ASSESSED = "assessed"
ATTEMPTS_ANY = "any number of attempts"
ATTEMPTS_ONE = "one attempt"
ATTEMPTS = "{attempts} attempts"
PLAN_ONE = "In “{cohort}”: {rule}."
PLAN_WHAT = "Each attempt that a learner begins counts, also one they don't finish."
SET_PRACTICE = "Practice"
SET_ASSESSED = "Assessed"
SET_ANY = "No limit"
CHOSEN = "Chosen: {label}"

HAND_OVER_ASK = "Who shall be the tutor of “{cohort}”?"
HAND_OVER_NONE = "There is no other tutor at {centre}. A manager can invite one."
HAND_TO_ASK = "Hand “{cohort}” over to {tutor}?"
HAND_TO_MEANS = (
    "They see and run the group from then on. You don't any more, unless another role of yours "
    "lets you. Its learners will read the new tutor's name."
)
HAND_TO_SURE = "Hand it over"
HANDED = "{tutor} is the tutor of “{cohort}” now."
HANDED_TOLD = "You are the tutor of “{cohort}” at {centre} now. /cohorts shows it."

CLOSE_ASK = "Close “{cohort}”?"
CLOSE_MEANS = (
    "Nobody can join it any more, and what its learners practise from then on is their own. What "
    "was done in it stays. A closed group can't be opened again."
)
CLOSE_SURE = "Close it"
CLOSED_NOW = "“{cohort}” is closed."
