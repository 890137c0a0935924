"""What the bot says to whoever is in a scenario when its file is saved."""

SAME_PLACE = "The file was saved. You are at the same place in the new version."
ANOTHER_WAY = (
    "The file was saved. You are at the same place in the new version, but you got there another "
    "way: what you said before is not all there any more."
)
ANEW = (
    "The file was saved. There is no way to where you were in the new version, so it begins anew."
)
