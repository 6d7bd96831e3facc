"""`link` on Spark: the same standard form, candidates, comparisons, rules and clusters, in data frames of a cluster.

The driver holds counts, the model and two numbers for each pair that joins; no record but a sample for training.
"""
