"""How a role-play is marked: marks, feedback and what a coach would say. Pure."""
