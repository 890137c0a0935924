"""What is played: the scenario format, its checks and the machine that plays it. Pure."""
