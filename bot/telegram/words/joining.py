"""What the bot says about taking a role, and about joining and leaving a group.

Learners and staff read "group" for what the program calls a cohort.
"""

ROLES = {
    "tutor": "tutor",
    "quality_assurer": "quality assurer",
    "manager": "manager",
    "safeguarding_lead": "safeguarding lead",
}
ROLE_OFFERED = "{centre} asks you to be a {role}"
ROLE_MEANS = {
    "tutor": (
        "You can open groups and let learners join them. You see what the learners of your own "
        "groups practise: their choices, their marks and when."
    ),
    "quality_assurer": (
        "You see the groups of the centre and what their learners practise: their choices, their "
        "marks and when. You see who looked at it, and you check other people's scenarios."
    ),
    "manager": (
        "You invite staff and can take roles away. You see all groups of the centre and what "
        "their learners practise, and who looked at it."
    ),
    "safeguarding_lead": (
        "When a learner writes something that sounds real, you get an alert here, so please keep "
        "this chat where you see it. You alone, with the other leads, can read what was written."
    ),
}
ROLE_KEPT = (
    "If you accept, the centre keeps your Telegram number, the name “{name}”, your role, and what "
    "you do as staff. Learners and other staff see the name. You can leave at any time."
)
ACCEPT = "Accept"
NO_THANKS = "No thanks"
TURNED_DOWN = "No problem. Nothing was changed."
ROLE_TAKEN = "You are a {role} at {centre} now. /centre shows what you can do there."
LEAD_NEXT = (
    "One thing before learners can start: the next message here is a test alert. Please tap the "
    "button under it, so that the centre knows that alerts reach you."
)

GROUP_OFFERED = "Join “{cohort}” at {centre}?"
GROUP_TUTOR = "Your tutor there is {tutor}. The group runs from {first} to {last}."
GROUP_SEEN = (
    "{tutor}, and the quality assurers and managers of {centre}, can see what you practise for "
    "this group: your choices, your marks, and when. They can't see your Telegram name or number, "
    "or what you write when you look back."
)
GROUP_REAL = (
    "If words that you type sound as if someone is in danger, the bot asks whether it is real. If "
    "it is, or you don't answer, the centre's safeguarding lead gets those words, so that someone "
    "can help."
)
GROUP_KEPT = (
    "What you practised before stays yours alone. You can leave the group at any time. What you "
    "did for it stays with the centre then."
)
JOIN = "Join"
ASK_REFERENCE = (
    "What is your reference at {centre}? That is the name or number that your tutor gave you. "
    "Type it here. It is kept, so that the centre knows which practice is yours."
)
REFERENCE_REFUSED = (
    "That reference is not on the list of this group, or somebody has it already. Please look at "
    "it again, or ask {tutor}."
)
TOO_SOON = "That came before the question was on your screen. Please type it again."
JOINED = "You are in “{cohort}” at {centre} now. /cohort shows your group, and lets you leave it."
ALREADY_IN = "You are in “{cohort}” at {centre} already, with {tutor} as your tutor."

CODE_REFUSED = (
    "That link does not work. It may be mistyped, used already, closed or too old. Please ask "
    "whoever gave it to you for a new one."
)
CODE_USED_BY_YOU = (
    "If you used it yourself, all is well: /cohort and /centre show where you are. /practise shows "
    "the conversations you can try."
)
WAIT = "Too many links did not work. Please wait {time} before you try again."
MINUTE = "a minute"
MINUTES = "{minutes} minutes"
HOURS = "{hours} hours"

MY_GROUPS = "Your groups"
NO_GROUP = "You are in no group. If you should be in one, ask your tutor for the link."
GROUP = "{centre}. Your tutor is {tutor}. It runs from {first} to {last}."
KNOWN_BY = "Your reference there is {reference}."
KNOWN_BY_NUMBER = "If your tutor asks, you are learner number {number} there."
NOT_RUNNING = "Today is not between these days, so what you practise now is not for this group."
LEAVE_GROUP = "Leave “{cohort}”"
LEAVE_ASK = "Leave “{cohort}” at {centre}?"
LEAVE_STAYS = (
    "What you practised for this group, and your marks, stay with the centre. What you practise "
    "from then on is yours alone. To come back you need a new link from your tutor."
)
LEAVE_SURE = "Leave the group"
STAY = "Stay"
LEFT = "You have left “{cohort}”. /practise shows the conversations you can try."

WHICH_GROUP = "Which group is this practice for?"
WHICH_GROUP_LINE = "{cohort}, {centre}"
FOR_GROUP = "This is for “{cohort}”."
ATTEMPT_OF = "This is for “{cohort}”. Begin starts attempt {number} of {attempts}."
SET_AS_ASSESSED = "Your tutor has set it as assessed."
USED_UP = (
    "You have used all {attempts} attempts that “{cohort}” has for this conversation. If you need "
    "another, ask {tutor}. /practise shows what else you can try."
)
USED_UP_ONE = (
    "“{cohort}” has one attempt at this conversation, and you have used it. If you need another, "
    "ask {tutor}. /practise shows what else you can try."
)

CONTACT = "At {centre} you can talk to {names} about anything that worries you."
LEAD = "{name} (safeguarding lead)"
DEPUTY = "{name} (deputy lead)"
PRIVACY_GROUP = (
    "You are in “{cohort}” at {centre}. {tutor}, and the quality assurers and managers there, see "
    "your choices, your marks and when you practised for this group. /cohort lets you leave it."
)
