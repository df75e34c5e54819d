"""Many files -> one run folder: inputs, workers, resume, failures."""

from extract.batch.inputs import InputError
from extract.batch.manifest import ManifestError
from extract.batch.runner import Summary, run
from extract.batch.tasks import Failure, OutputError, PipelineError

__all__ = ["Failure", "InputError", "ManifestError", "OutputError", "PipelineError", "Summary", "run"]
