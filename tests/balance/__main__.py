"""Print how the phrases do on the written examples: `python -m tests.balance`."""

import sys

from bot.centre.phrases.listed import load_phrases
from tests.balance.examples import PARTS, balance


def main() -> None:
    """Print the shares, then each example that went wrong."""
    phrases = load_phrases()
    for part in PARTS:
        real = balance(phrases, part, real=True)
        other = balance(phrases, part, real=False)
        sys.stdout.write(
            f"{part}: {1 - real.share_wrong:.1%} of {real.count} that sound real are caught; "
            f"{other.share_wrong:.1%} of {other.count} that don't are false alarms\n"
        )
        for each in (*real.wrong, *other.wrong):
            what = "missed" if each.real else "false alarm"
            sys.stdout.write(f"  {what} ({each.group}): {each.text}\n")


if __name__ == "__main__":
    main()
