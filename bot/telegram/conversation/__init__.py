"""The conversation with a learner, one module for each part: from a visit to the calls owed."""
