"""The command line: thin typer commands; everything heavy is imported inside the command that needs it."""
