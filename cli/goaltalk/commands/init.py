"""The command `init`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from goaltalk.call import Call
from goaltalk.commands.options import make_app, show
from goaltalk.writing.ci_files import Ci
from goaltalk.writing.found import Founding, found_repository


def init(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Where; else here.")] = None,
    organisation: Annotated[str | None, typer.Option(help="Name of the organisation or the team.")] = None,
    language: Annotated[
        Literal["en", "nb", "nn"], typer.Option(help="Language of all that is rendered.")
    ] = "en",
    period_kind: Annotated[
        Literal["year", "half-year", "tertial", "quarter"], typer.Option(help="How long a period is.")
    ] = "half-year",
    cadence: Annotated[str, typer.Option(help="How often check-ins are held.")] = "monthly",
    ci: Annotated[
        Ci, typer.Option("--ci", help="Files for a build server that checks changes and reminds every week.")
    ] = "none",
    timezone: Annotated[str | None, typer.Option(help="Such as Europe/Oslo; else this machine's.")] = None,
) -> None:
    """Make a goals repository, here or in DIR.

    An existing git repository is adopted: what is there already is left as it is.
    """
    call: Call = ctx.obj
    target = (folder or call.repo or Path.cwd()).absolute()
    founding = Founding(organisation or target.name, language, period_kind, cadence, timezone, ci)
    shown = str(folder or call.repo or "this folder")
    show(found_repository(call, target, founding, shown))


app = make_app(init)
