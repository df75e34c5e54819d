"""How sure a claim is, learnt from annotated sentences: the evidence on it, and the model that weighs it."""

from extract.relations.confidence.model import Judge, confidence, default_cut

__all__ = ["Judge", "confidence", "default_cut"]
