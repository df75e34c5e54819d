"""A run as one page that a curator opens: drugs, their drivers, the evidence for each claim, a table and a network."""

from extract.report.write import ReportError, write_report

__all__ = ["ReportError", "write_report"]
