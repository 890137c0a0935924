"""What the bot says to tutors about learners who practise on the page, without Telegram."""

BUTTON = "A learner without Telegram"
AGAIN = "Another link to their phone"

HEADING = "A learner without Telegram"
WHAT = (
    "Some learners can't use Telegram, or are too young for it. They practise in a browser, on a "
    "page with a phone on it. It is the same bot, and what they do counts in “{cohort}” like "
    "anybody's."
)
OVER = (
    "16 or over: you get a link for one learner. They read the rules on the phone, agree, and "
    "join there."
)
UNDER = (
    "Under 16: you join them. By tapping Under 16 you state that your centre holds the permission "
    "it needs, such as a parent's. That you said so is kept. Go through the rules with the learner "
    "first: it is practice, no real names, and who sees what they do."
)
OVER_BUTTON = "16 or over"
UNDER_BUTTON = "Under 16"

LINK = (
    "This link opens a phone for one learner of “{cohort}”. It works once, in one browser, until "
    "{until}. Give it to them alone: whoever opens it has the phone."
)
CAPTION = "A phone for one learner of “{cohort}”"
SHUT_OUT = "Once it is used, the browser that they used before is shut out."
