"""What the learner sees: pure functions from where a learner stands to messages."""
