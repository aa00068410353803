"""The year's plan and how far it has come: programmes, phases, tasks, milestones, progress. Knows indicators, not who is asking."""
