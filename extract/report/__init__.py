"""A run as one page that a curator opens: drugs, their drivers, the evidence for each claim, a table and a network."""

from extract.report.write import PLACES, ReportError, write_report, write_review

__all__ = ["PLACES", "ReportError", "write_report", "write_review"]
