"""Resistance and sensitivity to drugs, and which drugs are meant."""
