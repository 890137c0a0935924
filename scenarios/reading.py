"""How hard a text is to read, by a plain count of sentences, words and syllables."""

import re
from collections import Counter

_STOP = re.compile(r"[.!?…]+[\"'”’)]*(?=\s|$)")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SILENT = re.compile(r"(?<=[^l])e$|(?<=[^dt])ed$|(?<=[^szx])es$")


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text: roughly the years of school it takes to read.

    Syllables are counted by a rule of thumb (groups of vowels, less a silent ending), which is
    near enough over a page. A text without words has the grade 0.
    """
    sentences = max(1, len(_STOP.findall(text)))
    words = _WORD.findall(text)
    if not words:
        return 0.0
    counted = Counter(word.lower() for word in words)
    syllables = sum(_syllables(word) * times for word, times in counted.items())
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    return max(1, len(re.findall(r"[aeiouy]+", _SILENT.sub("", word))))
