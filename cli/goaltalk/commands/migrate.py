"""The command `migrate`."""

import typer

from goaltalk.commands.options import make_app, open_workspace, show
from goaltalk.commands.saving import DryRun
from goaltalk.writing.migrate import migrate as lift_all


def migrate(ctx: typer.Context, dry_run: DryRun = False) -> None:
    """Lift files of older versions to those of this goaltalk, all in one commit.

    Comments stay, and so does everything else that need not change; answers are never touched. Agree on a
    day for it: who still has an older goaltalk cannot read the files afterwards, and is told to upgrade.
    Your own private notes are lifted, too, outside the repository: each leader runs it once.
    """
    show(lift_all(open_workspace(ctx), dry_run=dry_run).line)


app = make_app(migrate)
