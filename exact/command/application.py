r"""The application: its commands, and the one place where errors become exit statuses.

Dictionary:
    application: the commands, as a typer application.
    run: run a command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import exact
from exact.command import (
    attention,
    capacity,
    catalogue,
    census,
    classify,
    count,
    decide,
    derive,
    doctor,
    estimate,
    random_functions,
    report,
    table,
    taxonomy,
    verify,
)
from exact.command.outcome import ExitStatus, note, print_error, status_of
from exact.errors import ExactError

application = typer.Typer(
    name="exact",
    help="Exact mathematics of gated neurons over the Boolean cube.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
application.command("taxonomy")(taxonomy.taxonomy)
application.command("derive")(derive.derive)
application.command("report")(report.report)
application.command("decide")(decide.decide)
application.command("classify")(classify.classify)
application.command("verify")(verify.verify)
application.command("count")(count.count)
application.command("capacity")(capacity.capacity)
application.command("table")(table.table)
application.command("estimate")(estimate.estimate)
application.command("census")(census.census)
application.command("random")(random_functions.random_functions)
application.command("doctor")(doctor.doctor)
application.add_typer(attention.attention_application, name="attention")
application.add_typer(catalogue.catalogue_application, name="catalogue")


def _show_version(*, value: bool) -> None:
    if value:
        sys.stdout.write(f"attention-quarks {exact.__version__}\n")
        raise typer.Exit


@application.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Exact mathematics of gated neurons over the Boolean cube."""


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status; without arguments, show the help."""
    chosen = list(arguments) or ["--help"]
    return int(_run(chosen, as_json=_asks_for_json(chosen)))


def _asks_for_json(arguments: Sequence[str]) -> bool:
    formats = [arguments[i + 1] for i, argument in enumerate(arguments[:-1]) if argument == "--format"]
    return "--json" in arguments or "--format=json" in arguments or "json" in formats


def _give_up_output() -> None:
    """Let nothing more be written to the standard output, so that closing it raises no further error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str], *, as_json: bool) -> ExitStatus:
    try:
        result = application(arguments, prog_name="exact", standalone_mode=False)
        sys.stdout.flush()
    except ExactError as error:
        print_error(error.kind, str(error), error.where(), as_json=as_json)
        return status_of(error)
    except (typer.Abort, KeyboardInterrupt):
        result = ExitStatus.INTERRUPTED
    except BrokenPipeError:
        _give_up_output()  # the reader of the standard output has gone (``exact ... | head``)
        return ExitStatus.ANSWERED
    except OSError as error:
        _give_up_output()
        note(f"error: the output cannot be written: {error.strerror or error}")
        return ExitStatus.WRONG_INPUT
    except Exception as error:
        sentence = getattr(error, "format_message", None)
        if callable(sentence):  # typer's errors about arguments and options
            message = str(sentence()).replace("Value error, ", "")
            print_error("input", message, {"field": "arguments"}, as_json=as_json)
            return ExitStatus.WRONG_INPUT
        print_error("internal", f"internal error: {type(error).__name__}: {error}", {}, as_json=as_json)
        if os.environ.get("EXACT_TRACEBACK"):
            raise
        note("This is an error of the library; with EXACT_TRACEBACK=1 it shows where.")
        return ExitStatus.INTERNAL_ERROR
    if result == ExitStatus.INTERRUPTED:  # typer turns an interrupt into its exit status
        print_error("interrupted", "interrupted", {}, as_json=as_json)
    return ExitStatus(result) if isinstance(result, int) else ExitStatus.ANSWERED
