"""Words of another way: a finished practice played again from one of its turns."""

TRY = "Try another way from here"
CHOOSE = "Another way"
ABOUT = (
    "Choose a turn. You go on from there and can say something else. Your recorded attempt stays "
    "as it is."
)
PAGE = "Page {number} of {count}"
LINE = "Turn {turn}: {said}"
TURN = "Turn {turn}"

UNDER_WAY = "Another way, from turn {turn}. Your recorded attempt stays as it is."
RESULT = (
    "Another way, from turn {turn}. First time: {first}%. This way: {percent}%. Your recorded "
    "attempt has not changed."
)
REPLACES = "Another way from turn {turn} is next."
LEFT = (
    "You have left another way through “{title}”. Your place is kept, with no penalty. Start again "
    "goes back to turn {turn}."
)
