"""What the bot says to those who run a centre: its people, and who is invited."""

WHICH_CENTRE = "Which centre?"
HOME = "Your role here: {roles}. Staff and learners see you as “{name}”."
TUTORS = "tutor"
LEAD_PLACES = {1: "safeguarding lead", 2: "deputy safeguarding lead"}
LEAD_MORE = "further safeguarding lead"
UNTESTED = (
    "You have not answered a test alert yet. Look for it in this chat and tap the button under it."
)
READY = "The centre is ready for learners."
NOT_READY = "Before a group can be opened, the centre needs this:"
WITHOUT = "a {place} for safeguarding. A manager can invite one with /centre."
UNANSWERED = (
    "an answer of its {place} to the test alert. It was sent in their chat with this bot. Please "
    "ask them to tap its button."
)
PLACES = {"lead": "lead", "deputy": "deputy lead"}

GROUPS = "Groups"
PEOPLE = "People"
INVITE = "Invite somebody"
LEAVE_CENTRE = "Leave this centre"

PEOPLE_OF = "People at {centre}"
PAGE = "Page {number} of {count}"
PERSON = "{name}: {roles}"
NO_ROLE = "no role any more"
INVITATIONS = "Open invitations: {count}"
INVITED_TO = "Invitations to {centre}"
INVITED = "{number}. {name} is invited as {role}, until {until}."
INVITED_NONE = "No invitation is open."
CLOSE_INVITED = "Close invitation {number}"

PERSON_SINCE = "{role} since {since}"
TAKE_AWAY = "Take away: {role}"
TAKE_AWAY_ASK = "Take the role of {role} away from {name}?"
TAKE_AWAY_MEANS = (
    "They can do nothing as {role} at {centre} from that moment on. What they did stays in the "
    "record. To give it back, invite them again."
)
TAKE_AWAY_SURE = "Take it away"
TAKEN_AWAY = "{name} is not {role} any more."

ROLE_ASK = "What shall they be?"
LEAD_NOTE = (
    "The first safeguarding lead you invite who accepts is the lead, the second the deputy. Both "
    "get a test alert and have to answer it before a group can be opened."
)
NAME_ASK = (
    "Who is it? Type the name they go by at the centre, such as Ms Okafor. Learners and staff "
    "will see it."
)
NAME_BAD = "A name has 1 to 80 letters, on one line. Please type it again."
INVITATION = (
    "This link makes {name} a {role} at {centre}. It works once, until {until}. Send it to them "
    "and nobody else. Only the first who opens it and accepts gets the role."
)
INVITE_CAPTION = "{name}, {role} at {centre}"
LINK_ONCE = "It can't be shown again. If it gets lost, make a new one."

LEAVE_ASK = "Leave {centre}?"
LEAVE_MEANS = (
    "You give up all your roles there at once: {roles}. What you did stays in the record, under "
    "your name. To come back you need a new invitation."
)
LEAVE_SURE = "Leave the centre"
LEAVE_OR_ONE = "You can also give up one role and keep the others."
LEAVE_ROLE = "Stop being {role}"
LEAVE_ROLE_ASK = "Stop being {role} at {centre}?"
LEAVE_ROLE_MEANS = (
    "You can do nothing as {role} there from that moment on. You keep your other roles. What you "
    "did stays in the record, under your name. To come back you need a new invitation."
)
LEAVE_ROLE_SURE = "Give it up"
LEFT_ROLE = "You are not {role} at {centre} any more."
LEFT = "You have left {centre}."

BACK = "Back"
MORE = "More"
STOP = "Stop"
CANCEL = "No, go back"

TUTOR_GONE = (
    "{name} has left {centre} and had everything about them deleted. They were the tutor of "
    "{groups}, which has no tutor now. Open it with /cohorts and tap Hand over."
)

NOT_HERE = "That is not here any more, or not for you to see or change. /centre shows what is."
STILL_TUTORS = (
    "{groups}: these groups still need a tutor. Hand each over, or close it, then try again."
)
LAST_MANAGER = (
    "A centre needs a manager, and this is the only one. Invite another first, or ask the people "
    "who run this bot."
)
CLOSED = "That group is closed."
TOO_SOON = (
    "That came before the question was on your screen, so it was not taken. Please try again."
)
