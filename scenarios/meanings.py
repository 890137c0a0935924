"""What each field of the format means, in the words that an editor shows beside it."""

from collections.abc import Mapping

MEANINGS: Mapping[str, Mapping[str, str]] = {
    "a scenario": {
        "format": "The version of the format: 1.",
        "id": "The scenario's name in links and records. No two scenarios have the same.",
        "title": "What learners see in the list.",
        "summary": "What learners see in the list under the title.",
        "mentee": "Who the learner talks with.",
        "briefing": "What the learner knows before the start.",
        "marking_points": "The skills this scenario can show, with the marks each carries.",
        "start": "The node where the conversation begins.",
        "nodes": "The moments of the conversation, each under an id of your own.",
        "units": "The units of the qualifications that it belongs to.",
        "level": "How demanding it is: 1, 2 or 3.",
        "setting": "Where it takes place, such as college or workplace.",
        "minutes": "How long it takes, about.",
        "content_note": "A warning about a hard subject, shown before the start with a way out.",
        "pass_mark": "The per cent needed to reach the standard: 70 unless you say so.",
        "feedback": "When learners read it: after each turn (unless you say so), at the end, or"
        " when the tutor releases it.",
        "variables": "What the mentee remembers: whole numbers with bounds, or true or false.",
        "tests": "Paths you expect, which are played to see that they still go as you say.",
        "author": "Who wrote the scenario.",
        "nation": "Whose law and guidance it goes by.",
        "law_checked": "The day on which the law in it was last checked, such as 2026-03-31.",
        "notes": "For tutors. Learners never see them.",
    },
    "a mentee": {
        "name": "What the mentee is called.",
        "about": "Who the mentee is, in a line.",
    },
    "a marking point": {
        "max": "The marks that this skill carries here.",
        "met": "The marks from which it counts as shown: all of max unless you say so.",
        "critical": "true if the standard can't be reached without it, whatever the per cent.",
    },
    "a variable": {
        "start": "The number it has at the start.",
        "min": "The least it can be.",
        "max": "The most it can be.",
    },
    "a node": {
        "mentee": "What is said: one text, or a list with one for each bubble.",
        "scene": "What happens, told before anything is said.",
        "speaker": "Who says it, when it is not the mentee.",
        "thought": "What the mentee thinks and does not say. The learner reads it with the"
        " feedback on the choice made here.",
        "choices": "What the learner can say here: one to six choices, each under an id of your"
        " own.",
        "fixed_order": "true keeps your order of choices. Otherwise each attempt shuffles them.",
        "otherwise": "The node to go to when no choice can be offered here.",
        "ending": "How the conversation ended. A node has this or choices.",
    },
    "an ending": {
        "outcome": "How it leaves the mentee.",
        "debrief": "What to make of how it went.",
    },
    "a choice": {
        "say": "What the learner says as mentor.",
        "goto": "The node it leads to, or a list of them with conditions, tried from the top.",
        "feedback": "Why it helps or harms.",
        "awards": "Marks for marking points, given the first time it is taken.",
        "fails": "Critical marking points that it fails for good. Keep it for what can't be"
        " undone.",
        "mistake": "The common mistake it shows, or a list of them.",
        "change": "What it adds to variables that are whole numbers, such as 1 or -2.",
        "set": "The new values that it gives to variables.",
        "when": "The condition for offering it, such as: trust >= 2 and not told.",
        "once": "false offers it again after it was taken. Otherwise it is offered once.",
        "notes": "For tutors. Learners never see them.",
    },
    "an entry of `goto`": {
        "to": "The node to go to.",
        "when": "The condition for going there. The last entry has none.",
    },
    "a test": {
        "name": "What the path is about.",
        "choose": "The choices taken, in order.",
        "ends": "The node where it has to end.",
        "marks": "The marks it has to earn. Points that are not named aren't compared.",
        "percent": "The per cent it has to earn.",
        "achieved": "Whether it has to reach the standard.",
    },
}
"""By what is described, as `scenarios.format` calls it, and by field."""
