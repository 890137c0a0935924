"""The file that `rehearse new` writes: a small whole scenario to change line by line."""

import json
import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from itertools import count
from shlex import quote
from string import Template

from scenarios.checks.shape import LONGEST_SLUG, SLUG

_PLAIN = re.compile(r"[A-Za-z][\w ,.!?'’()/-]*", re.ASCII)
_TEMPLATE = Template("""\
# A small scenario that works. Make it yours line by line, and try it after each change:
#   rehearse check ${file}   says what is wrong, and on which line
#   rehearse play ${file}    plays it as a learner would
# Whatever stands after a # is a remark. docs/tutors/format.md explains every field.
format: 1

# The scenario's name in links and records. Keep it once learners have played.
id: ${id}
title: ${title}
summary: ${summary}
units: [${unit}]
level: ${level}
minutes: 3
mentee:
  name: ${mentee}
  about: 17, in the first term of a college course.
# What the learner knows before the start.
briefing: ${briefing}

# The skills that this scenario can show, and the marks each carries. The names come from the
# catalogue; `rehearse coverage` lists them. Add `critical: true` to one nobody may miss.
marking_points:
  active-listening: {max: 2}
  empowerment: {max: 2}
# The per cent needed to reach the standard.
pass_mark: 75

# The conversation. Each node has what the mentee says and what the learner can answer.
start: opening
nodes:
  opening:
    mentee:
      - I nearly didn't come today.
      - Everyone on the course is miles ahead of me.
    # What the mentee thinks and does not say. The learner reads it with the feedback.
    thought: Please don't tell me it will all be fine.
    choices:
      reflect:
        say: Miles ahead. What happened this week to make it feel that way?
        awards: {active-listening: 2}
        # Why it helps or harms. The learner reads it after the choice.
        feedback: You say back what you heard and ask about it. There is room to go on.
        goto: says-more
      cheer-up:
        say: Everyone feels like that at first. You'll be fine, trust me.
        feedback: Meant kindly, but it closes the subject before it was opened.
        goto: goes-quiet

  goes-quiet:
    mentee: Yeah. Maybe.
    choices:
      go-back:
        say: Sorry, I was too quick there. What has this week been like?
        awards: {active-listening: 1}
        feedback: You notice the silence and go back for what was left unsaid.
        goto: says-more
      move-on:
        say: Good. So shall we have a look at your timetable instead?
        feedback: The worry was the reason for coming. It goes home again unheard.
        goto: leaves

  says-more:
    mentee: They all had their essays done. I haven't even got a title for mine.
    choices:
      ask:
        say: What would be a first step that you could manage this week?
        awards: {empowerment: 2}
        feedback: The first step is theirs to find, and so it is one they can take.
        goto: own-step
      take-over:
        say: I'll find you a title tonight and send it. Then you can start.
        # To show a common mistake, add for example: mistake: ascentis-l1-mentoring.solve
        feedback: It helps for a day. But the step is yours, and the next one will be too.
        goto: your-step

  own-step:
    mentee: I could ask my tutor what she'd pick. I'd dare to do that.
    # effective, acceptable, ineffective or unsafe
    ending: {outcome: effective, debrief: There is a first step now. It is not yours.}
  your-step:
    mentee: Oh. All right, thanks.
    ending: {outcome: acceptable, debrief: The essay gets a title. The worry has not gone.}
  leaves:
    mentee: If you like.
    ending: {outcome: ineffective, debrief: You talked about the timetable and nothing else.}

# Paths you expect. `rehearse check` plays them and tells you when they go another way.
tests:
  - name: the mentor listens and leaves the step to the mentee
    choose: [reflect, ask]
    ends: own-step
    percent: 100
    achieved: true
  - name: the mentor makes up for a quick answer
    choose: [cheer-up, go-back, ask]
    percent: 75
    achieved: true
  - name: the mentor changes the subject
    choose: [cheer-up, move-on]
    percent: 0
    achieved: false
""")


@dataclass(frozen=True, slots=True)
class Answers:
    """What is asked before a scenario is begun; all but `level` in words, none of them blank."""

    title: str
    mentee: str
    unit: str
    level: int
    about: str


def first_draft(answers: Answers, id: str, file: str) -> str:  # noqa: A002 - the format's word
    """Return the text of the file called `file`, for the scenario called `id`."""
    briefing = f"You are {answers.mentee}'s mentor. You meet once a week in a quiet room."
    return _TEMPLATE.substitute(
        file=one_line(quote(file)),
        id=id,
        title=_scalar(answers.title),
        summary=_scalar(answers.about),
        unit=answers.unit,
        level=answers.level,
        mentee=_scalar(answers.mentee),
        briefing=_scalar(briefing),
    )


def free_id(title: str, taken: Container[str]) -> str:
    """Make an id of a title, one that is not taken."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", letters.replace("'", ""))
    slug = "-".join(words).lstrip("0123456789-")
    slug = slug[:LONGEST_SLUG].rstrip("-")
    slug = slug if SLUG.fullmatch(slug) else "my-scenario"
    short = slug[: LONGEST_SLUG - 5].rstrip("-")
    numbered = (f"{short}-{number}" for number in count(2))
    return slug if slug not in taken else next(each for each in numbered if each not in taken)


def one_line(text: str) -> str:
    """Return a text on one line, without letters that can't be seen."""
    seen = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(seen.split())


def _scalar(text: str) -> str:
    """Write a text so that YAML reads nothing else: in quotes unless it is plain words."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
