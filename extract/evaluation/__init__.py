"""Scoring against gold: records, matching, scores, reports, agreement between annotators, curation.

The definition of every score is section 7 of the annotation guidelines.
"""
