"""Mentors: vetting, supervision, matches with their planned endings; ambassadors, who are a role and nothing else."""
