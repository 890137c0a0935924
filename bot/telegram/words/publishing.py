"""What the bot says to those who write, review and publish scenarios."""

from bot.centre.publications import State

TOO_LARGE = "That file is too large. A scenario has at most 1 MB of text, so I did not fetch it."
NOT_FETCHED = "I could not get that file from Telegram. Please send it again in a moment."
TOO_INTRICATE = (
    "I gave up on that file: it has so many turns and ways that checking it takes too long. Please "
    "make it shorter, or split it into two."
)
FILE_GONE = "I can't see that file any more. Please send it again."
WHICH_CENTRE = "Which centre is {name} for?"
UNREADABLE = (
    "I can't play this version any more, since I changed after it was sent. Send me its file "
    "again, and I will tell you what to change."
)
NO_YAML = (
    "I can't read {name} as a scenario: it is no YAML file. Please send the text file itself, as "
    "a file and not as a picture. Its name ends in .yaml."
)
FOUND = "{name} is not ready yet"
FOUND_PAGE = "{name} is not ready yet (part {number} of {count})"
FIX = "Put this right and send the file again. Nothing of it is kept."
WARNING = "Worth a look (line {line})"
ERROR = "Line {line}"

READY = "{title}"
FOR_CENTRE = "For {centre}. Version {version}, {state}."
BY = "Written by {author}."
REVIEWED_BY = "Reviewed by {reviewer}."
SENT_BACK_BY = "Sent back by {reviewer}."
LAW_CHECKED = "The law in it was checked on {day}."
LAW_NOT_CHECKED = "It does not say when the law in it was checked (law_checked)."
NEEDS_REVIEW = "Somebody else at your centre has to look at it before it is published."
USES = "Begun {count} times by your learners."
USED_ONCE = "Begun once by your learners."
UNUSED = "Not begun by your learners yet."
GRAPH = "How “{title}” can go"

STATES = {
    State.DRAFT: "not published",
    State.REVIEW: "waiting for a review",
    State.PUBLISHED: "published",
    State.WITHDRAWN: "withdrawn",
}

PUBLISHED = (
    "“{title}” is published. Your learners can begin it now. Those half-way through an older "
    "version finish that one."
)
ASKED = "“{title}” waits for a review. I asked {names}. You will hear from me."
PLEASE_REVIEW = (
    "{author} asks you to review “{title}” before learners see it. Look at it, try it out, then "
    "approve it or send it back."
)
APPROVED = "{reviewer} approved “{title}”. It is published, and your learners can begin it now."
YOU_APPROVED = "You approved “{title}”. It is published."
SENT_BACK = "{reviewer} sent “{title}” back. Please talk to them, then send a new version."
YOU_SENT_BACK = "You sent “{title}” back to its author. Please tell them why."
WITHDRAWN = (
    "“{title}” is withdrawn. Nobody can begin it any more. Those half-way through can finish."
)
DISCARDED = "“{title}” is discarded. Nothing of it is kept."

NOT_READY = (
    "A centre can't publish before it has a safeguarding lead and a deputy who have both answered "
    "a test alert. Please ask your centre's manager."
)
NOT_REVIEWED = (
    "This can't assess learners yet: nobody but its author has looked at it. Ask a colleague to "
    "find it in /scenarios and tap Approve."
)
NOBODY_TO_REVIEW = (
    "This needs a second pair of eyes, and nobody else at your centre can review yet. Please ask "
    "your centre's manager for another tutor or a quality assurer."
)
NAME_IN_USE = (
    "There is another scenario with the id {scenario}. Give yours another `id`, and send it again."
)
MEANWHILE = "That has changed meanwhile: “{title}” is {state} now."
NOT_YOURS = "That is not here, or not yours to do. /scenarios shows what is."

PREVIEW_BEGINS = "This is a preview of “{title}”. Nothing of it is recorded. Leave ends it."
PREVIEW_LEFT = "The preview is over. Nothing of it was kept."
PREVIEW_ENDED = "The preview is over. This is what a learner would read."
PREVIEW_REFUSED = "That is not yours to see any more, so the preview is over."
PREVIEW_GONE = "That preview is over. /scenarios shows what you can try."

LIST = "The scenarios of your centre"
LIST_EMPTY = (
    "There is nothing here yet. Send me a scenario as a YAML file, and I will tell you what I "
    "make of it."
)
LISTED = "{centre}. Version {version}, {state}."
LINK = "This link begins “{title}”, for learners of {centre}:\n{link}"
PRINT = "“{title}” as a booklet. The first sheet is yours."

PREVIEW = "Preview"
PUBLISH = "Publish"
DISCARD = "Discard"
APPROVE = "Approve"
SEND_BACK = "Send back"
WITHDRAW = "Withdraw"
SHARE = "Share"
PRINT_IT = "Print"
LOOK = "Look at it"
MORE = "More"
BACK = "Back"
