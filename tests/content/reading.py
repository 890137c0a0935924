"""How hard a text is to read, by a plain count of sentences, words and syllables."""

import re


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text: roughly the years of school it takes to read.

    Syllables are counted by a rule of thumb (groups of vowels, less a silent ending), which is
    near enough over a page.
    """
    sentences = re.findall(r"[.!?]+(?=\s|$)", text)
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text)
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    spoken = re.sub(r"(?<=[^l])e$|(?<=[^dt])ed$|(?<=[^szx])es$", "", word)
    return max(1, len(re.findall(r"[aeiouy]+", spoken)))
