"""Words for when it is real: to the learner who says so, and to those who look after learners."""

from bot import helplines

STOP = "Let's stop for a moment"
SERIOUS = (
    "What you wrote may be about something real. If it is, it matters, and it was right to say it. "
    "I am only a program, so please tell a person you trust as well."
)
WHO_IS_TOLD = (
    "I can't keep it secret. If it is real, or if you tap nothing for ten minutes, the people who "
    "keep learners safe at {centre} are told. They alone can read what you wrote."
)
NOBODY_TO_TELL = (
    "I can't pass this on to a person for you, but you don't have to be alone with it: the people "
    "below listen. What you wrote is not kept here, unless it is an answer about your practice."
)
HELP = f"{helplines.IN_DANGER}\n" + "\n".join(helplines.LINES)
PAUSED = "Your practice is paused. Please tap what fits."
THIS_IS_REAL = "This is real"
PART_OF_THE_PRACTICE = "Part of the practice"

STILL_PAUSED = (
    "I can't take in more words just now, and these are not kept. Please tap what fits. If you or "
    "someone else is in danger, call 999."
)

REAL = "Thank you for telling me"
REAL_TOLD = (
    "The people who keep learners safe at {centre} are being told now. One of them will get in "
    "touch with you. Your practice waits: /resume goes on when you want to."
)
REAL_ALONE = (
    "I can't tell anybody for you from here. Please call or text one of these now. They listen, "
    "and they help. Your practice waits: /resume goes on when you want to."
)
CLOSED_NOW = "{centre} is closed at this hour, so it may take a little longer."
ALREADY_TOLD = "You said so before, and it was passed on. /help has numbers to call at any hour."
NOTHING_LEFT = "There is nothing to answer any more. /help has numbers to call at any hour."

PRACTICE = "Thank you. Nothing was passed on."
PRACTICE_TOO_LATE = (
    "Thank you. The people who keep learners safe were told before you tapped, so one of them may "
    "still ask how you are."
)
UNANSWERED = "Just to be safe"
UNANSWERED_TOLD = (
    "You wrote something that may be real and tapped nothing since. So the people who keep "
    "learners safe at {centre} are being told now. One of them will get in touch with you."
)
SOMEBODY_IS_ON_IT = "{name} from {centre} has seen that you may need someone, and is on it."

ALERT = "A learner may need you."
OPEN = "Open"
ON_IT = "I am on it"

ABOUT = "A learner at {centre}"
COHORT = "Group: {cohort}. Tutor: {tutor}."
REFERENCE = "Your centre's reference: {reference}."
NO_COHORT = "They are in no group of yours any more."
GONE = "They had everything else about them deleted since."
WHEN = "When: {when} ({zone})"
THEIR_WORDS = "Their words"
THEIR_WORDS_AT = "Their words, {when}"
NO_WORDS = "They tapped “This is real”. There are no words of theirs."
SAID_REAL = "They say that this is real."
SAID_NOTHING = "They have not said if it is real, so please treat it as real."
SAID_PRACTICE = "After you were told, they said that it was part of the practice."
NOTED = "Safeguarding leads alone can read this, and it is noted that you did."
TAKEN_ON = "{name} is on it."

NOTHING_HERE = "There is nothing here for you to open."
YOU_ARE_ON_IT = "Thank you. You are on it, and nobody is told again."
LEARNER_KNOWS = "I tell the learner that you have seen it."
LEARNER_GONE = "The learner has left, so I can't tell them that you have seen it."
ANOTHER_IS_ON_IT = "{name} is on it already."

TEST = (
    "This is a test. When a learner may need you, a message like this one comes, again and again "
    "until somebody is on it. Please tap the button, so that your centre knows it reaches you."
)
IT_REACHED_ME = "It reached me"
LOST_LEAD = (
    "{name} has blocked me, so alerts don't reach them: when a learner of {centre} may need "
    "someone, they are not told. Please ask them to let me write again, and to answer the test "
    "that I send then. Or let somebody else be a safeguarding lead: /centre."
)
TEST_ANSWERED = "Thank you. Your centre knows now that alerts reach you."
