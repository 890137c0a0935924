"""What the bot says about a learner's own data: their copy, and its end."""

COPY_TO_READ = (
    "This is everything kept about you, to read on a phone or to print. Keep it as safe as a "
    "diary: your answers and marks are in it."
)
COPY_FOR_PROGRAMS = "The same, for a computer program to read."
NOTHING_HELD = "Nothing about you is kept here. /start begins."

DELETE_ASK = "Delete everything?"
DELETE_WHAT = (
    "This removes all that is kept about you: your practice and marks, what you wrote when "
    "looking back, your cards and settings, and your Telegram number. You leave your groups, and "
    "give up your roles at a centre, if you have any."
)
DELETE_TUTOR = (
    "You are the tutor of {groups}. If you can, stop here and hand it over with /cohorts first. "
    "If you go on, it has no tutor, and the managers of the centre are told."
)
DELETE_FOR_GOOD = (
    "It can't be undone. If you want a copy for yourself, stop here and send /mydata first."
)
DELETE_MINUTES = "The button works for ten minutes."
DELETE_EVERYTHING = "Delete everything"
KEEP_IT = "Keep it"
KEPT = "Nothing was deleted. /resume shows you where you are."
DELETE_TOO_OLD = "That question is too old, so nothing was deleted. /deleteme asks it again."

TOO_YOUNG_KEPT = (
    "You agreed to the rules before, so your practice is still kept. Please tap Delete everything "
    "now, so that nothing of you stays here. It can't be undone."
)

DELETED = "Everything that was kept about you is deleted."
DELETED_BUT = (
    "Everything that was kept about you is deleted, but for one thing. You wrote something that "
    "may be real, and your centre has to be able to help. So the people there who keep learners "
    "safe keep those words for as long as that takes, and for some time after."
)
DELETED_CHAT = (
    "What this bot wrote to you in the last two days goes from this chat too. What is older, and "
    "what you typed, only you can remove: open this chat's menu in Telegram and choose Delete chat."
)
DELETED_BACKUPS = (
    "The people who run this bot may have safety copies from before. You stay in those until "
    "newer ones take their place."
)
DELETED_COME_BACK = "Thank you for practising here. If you come back, /start begins anew."
