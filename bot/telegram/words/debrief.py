"""Words of the debrief: three questions about a finished practice, and the log they make."""

LOOK_BACK = "Look back"
SKIP = "Skip"
CHANGE = "Change my answers"

QUESTION = "Look back: question {number} of {count}"
QUESTIONS = (
    "What happened? Say it in your own words.",
    "What did you feel and think while it happened?",
    "What will you do differently next time?",
)
ABOUT = (
    "Your answers make a log about this practice. It can go into your portfolio. You can read it "
    "here at any time."
)
HOW_TO_ANSWER = (
    "Type your answer, or tap Skip. Please don't use real names. Your answer is kept. You and the "
    "people who run this bot can see it."
)
NOW = "Your answer now"
HOW_TO_CHANGE = (
    "Type a new answer, or tap Skip to keep this one. Please don't use real names. You and the "
    "people who run this bot can see it."
)

DONE_HEADING = "Your log"
DONE = "This is what you said about “{title}”."
DONE_REPLAY = "This is what you said about “{title}”, another way from turn {turn}."
ANSWERS = ("What happened", "What I felt and thought", "What I will do differently")
SKIPPED = "You skipped this one."
CHANGEABLE = "You can change your answers for a day."
GO_ON = "/practise has more to try. /progress shows how you are doing."
TOO_LATE = (
    "Answers can be changed for a day. That day is over, so yours stay as they are now. /progress "
    "shows how you are doing."
)

TOO_LONG = (
    "That answer has {length} characters, and {most} is the most I can keep. None of it was kept. "
    "Please send a shorter one."
)
WORDS_ONLY = (
    "I can only keep an answer that you type yourself, so that was not kept. The question above "
    "is still open. You can type, or tap Skip."
)
TOO_SOON = (
    "Your last message came before this question, so it was not kept. Please send it again if it "
    "belongs here."
)
