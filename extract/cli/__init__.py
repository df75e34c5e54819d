"""The resistract command: one module per subcommand."""

import typer

app = typer.Typer(
    name="resistract",
    help="Turn biomedical papers into signed, traceable claims.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
