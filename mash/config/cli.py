"""The command `mash`: everything that an operator, a trainer or a program does with a hub from a terminal.

Exit codes: 0 done, 1 not so (something failed, or was found wrong), 2 misused (the command line, or a malformed file).
What a program reads goes to standard output, what a person reads meanwhile to standard error.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mash.config.embedded import DatabaseUnavailable
from mash.config.opening import load_django, opened, say

Json = Annotated[bool, typer.Option("--json", help="For programs: one JSON document on standard output.")]
Compare = Annotated[
    bool, typer.Option("--compare", help="Compare whoever is made with the register; takes six times as long.")
]
Lost = Annotated[bool, typer.Option("--keys-are-lost", help="Put it beside other keys than it was made with.")]

mash = typer.Typer(
    help="OpenMASH: a multi-agency safeguarding hub. MASH_DATA_DIR names the hub; without it, that of this checkout.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
demo = typer.Typer(help="The demo partnership.", no_args_is_help=True)
ledger = typer.Typer(help="The ledger: who saw, did or was refused what, when and why.", no_args_is_help=True)
access = typer.Typer(help="Who may see and do what.", no_args_is_help=True)
register = typer.Typer(help="Who is open to which service, from files of other systems.", no_args_is_help=True)
people = typer.Typer(help="The register of people: agencies' lists, and who somebody may be.", no_args_is_help=True)
mash.add_typer(demo, name="demo")
mash.add_typer(people, name="people")
mash.add_typer(register, name="register")
mash.add_typer(ledger, name="ledger")
mash.add_typer(access, name="access")


@mash.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The TCP port.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
) -> None:
    """Serve the hub: database, web server and worker, until stopped."""
    from mash.config.serving import serve as run

    raise typer.Exit(run(host=host, port=port))


@mash.command()
def worker() -> None:
    """Do what is due, send mail and seal the ledger, until stopped. `serve` runs one; more may run beside it."""
    with opened():
        from mash.foundation.post.worker import work

        work()


@mash.command()
def play(
    file: Annotated[Path, typer.Argument(help="The scenario, as JSON.")],
    json: Json = False,  # noqa: FBT002  # typer's way of writing a switch
) -> None:
    """Play a scenario through the real actions, at the times that its story says."""
    with opened():
        from mash.demo.play.terminal import play_file

        raise typer.Exit(play_file(file, as_json=json, say=say))


@demo.command("load")
def demo_load(
    enquiries: Annotated[int, typer.Option(min=0, help="Copy stories until there are so many enquiries.")] = 0,
    people: Annotated[int, typer.Option(min=0, help="Add people until the register holds so many.")] = 0,
    seed: Annotated[int, typer.Option(help="The same stories, people and copies for the same number.")] = 1,
) -> None:
    """Load the demo partnership and play its stories, unless they are there; then fill the hub up to a size.

    Stopped, it goes on where it was when it is run again.
    """
    with opened():
        from mash.config.demo_commands import load

        raise typer.Exit(load(say, enquiries=enquiries, people=people, seed=seed))


@demo.command("accounts")
def demo_accounts(json: Json = False) -> None:  # noqa: FBT002  # typer's way of writing a switch
    """List the demo partnership's accounts."""
    with opened():
        from mash.demo.accounts import list_accounts

        raise typer.Exit(list_accounts(as_json=json))


@register.command("load")
def register_load(
    file: Annotated[Path, typer.Argument(help="A CSV file; docs/operating.md lists its columns.")],
    area: Annotated[str, typer.Option(help="The area that it is of, by its short name.")],
    source: Annotated[str, typer.Option(help="The system that it comes from: a later file of it replaces this one.")],
    json: Json = False,  # noqa: FBT002  # typer's way of writing a switch
) -> None:
    """Load who is open to social care, early help or adults' services, and what to take care of."""
    with opened():
        from mash.config.register_commands import load

        raise typer.Exit(load(file, area=area, source=source, as_json=json))


@people.command("import")
def people_import(
    file: Annotated[Path, typer.Argument(help="A CSV file; docs/matching.md lists its columns.")],
    source: Annotated[str, typer.Option(help="Whose list it is; without it, the file's name.")] = "",
    area: Annotated[str, typer.Option(help="The area that it is of, by its short name, where there are several.")] = "",
    columns: Annotated[
        list[str] | None, typer.Option("--map", help="given=Forename: which column tells what. Kept for next time.")
    ] = None,
    on: Annotated[str, typer.Option(help="The day on which ages count, as 2026-03-02; without it, today.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,  # noqa: FBT002  # as above
    compare: Compare = False,  # noqa: FBT002  # as above
    json: Json = False,  # noqa: FBT002  # typer's way of writing a switch
) -> None:
    """Take in an agency's list of people. Stopped, it goes on where it was; sent again, it adds what is new.

    Rows that cannot be used are reported with their reasons, and the exit code is 1.
    """
    with opened():
        from mash.config.people_commands import import_people

        raise typer.Exit(
            import_people(
                file,
                source=source,
                area=area,
                said=columns or (),
                on=on,
                dry_run=dry_run,
                compare=compare,
                as_json=json,
            )
        )


@people.command("match")
def people_match(
    file: Annotated[Path, typer.Argument(help="A CSV file of people described, each with its query_id.")],
    on: Annotated[str, typer.Option(help="The day on which ages count, as 2026-03-02; without it, today.")] = "",
    json: Json = False,  # noqa: FBT002  # typer's way of writing a switch
) -> None:
    """Say for each person described who of the register they may be, likeliest first, and why.

    Those who share a household in the file are matched together. Nothing is linked by this.
    """
    with opened():
        from mash.config.people_commands import match_people

        raise typer.Exit(match_people(file, on=on, as_json=json))


@people.command("dedupe")
def people_dedupe(json: Json = False) -> None:  # noqa: FBT002  # typer's way of writing a switch
    """List the records of the register that may be one person, likeliest first, and why, and keep them for
    people to look at. Nothing is merged."""
    with opened():
        from mash.config.people_commands import find_doubles

        raise typer.Exit(find_doubles(as_json=json))


@people.command("rekey")
def people_rekey() -> None:
    """Write anew what finds people, after an upgrade that finds by more. Stopped, it goes on where it was."""
    with opened():
        from mash.config.people_commands import rekey

        raise typer.Exit(rekey())


@people.command("train")
def people_train(
    out: Annotated[
        Path | None, typer.Option(help="Where to write the model; without it, where the hub reads it.")
    ] = None,
) -> None:
    """Learn from this hub's register and its confirmed people how much an agreement counts. Needs Splink.

    The model is a Splink settings file. From then on this hub's searches use it; removing the file undoes that.
    """
    with opened():
        from mash.config.people_commands import train

        raise typer.Exit(train(out))


@ledger.command("verify")
def ledger_verify(
    file: Annotated[Path | None, typer.Argument(help="An export; without one, this hub's own ledger.")] = None,
    key: Annotated[str | None, typer.Option(help="The ledger's public key, as you have kept it.")] = None,
    known: Annotated[list[Path] | None, typer.Option(help="A checkpoint that you have kept; may be repeated.")] = None,
    json: Json = False,  # noqa: FBT002  # typer's way of writing a switch
) -> None:
    """Check that history was not changed. An export needs neither this hub nor a database."""
    from mash.config.ledger_commands import verify_export, verify_own

    kept = [path.read_text() for path in known or ()]
    if file is not None:
        raise typer.Exit(verify_export(file, key=key, known=kept, as_json=json))
    with opened():
        raise typer.Exit(verify_own(key=key, known=kept, as_json=json))


@ledger.command("roots")
def ledger_roots(json: Json = False) -> None:  # noqa: FBT002  # typer's way of writing a switch
    """List the signed checkpoints, and the key that they are checked with."""
    with opened():
        from mash.config.ledger_commands import roots

        raise typer.Exit(roots(as_json=json))


@ledger.command("seal")
def ledger_seal() -> None:
    """Seal now what waits; the worker does it every ten seconds."""
    with opened():
        from mash.config.ledger_commands import seal_now

        raise typer.Exit(seal_now())


@ledger.command("export")
def ledger_export(
    file: Annotated[Path, typer.Argument(help="Where to write it; packed when the name ends in .gz.")],
) -> None:
    """Write the whole ledger to a file that can be checked anywhere."""
    with opened():
        from mash.config.ledger_commands import export_to

        raise typer.Exit(export_to(file))


@access.command("matrix")
def access_matrix(json: Json = False) -> None:  # noqa: FBT002  # typer's way of writing a switch
    """Print the table that partner agencies sign: who may do and read what."""
    load_django()
    from mash.config.matrix import show

    raise typer.Exit(show(as_json=json))


@mash.command()
def setup(
    admin: Annotated[str, typer.Option(help="The first administrator's e-mail address.")],
    name: Annotated[str, typer.Option(help="Their name.")] = "Administrator",
    area: Annotated[str, typer.Option(help="The first area; its particulars are set afterwards.")] = "First area",
) -> None:
    """Make the first administrator of a hub with the demo off, and print the link by which they set their password."""
    with opened():
        from mash.config.first_administrator import make

        raise typer.Exit(make(email=admin, name=name, area=area, say=say))


@mash.command()
def doctor(json: Json = False) -> None:  # noqa: FBT002  # typer's way of writing a switch
    """Look whether everything is as it should be, and say what to do when it is not.

    Exit codes for whatever watches the hub: 0 all in order, 1 something is worth a look, 2 something is not in order.
    """
    with opened(prepared=False):
        from mash.config.doctor import examine

        raise typer.Exit(examine(as_json=json))


@mash.command()
def pack(
    area: Annotated[str, typer.Option(help="The area, by its short name.")],
    out: Annotated[Path, typer.Option(help="Where to write the PDF.")],
) -> None:
    """Write an area's outage pack: open reds, the queue, numbers to ring, a form. For when the web server is out."""
    with opened():
        from mash.config.outage import print_pack

        raise typer.Exit(print_pack(area, out, say))


@mash.command()
def guards() -> None:
    """Apply roles, grants and row policies anew, whatever somebody has made of them. Safe while the hub serves."""
    with opened():
        from mash.foundation.access.guards import apply_guards

        apply_guards()
        say("Roles, grants and row policies are those of this code.")


@mash.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write it.")]) -> None:
    """Write a backup of the database. The data folder's keys are not in it: keep a copy of them elsewhere."""
    with opened():
        from mash.config.backups import back_up

        raise typer.Exit(back_up(file, say))


@mash.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace what is there without asking.")] = False,  # noqa: FBT002  # as above
    keys_are_lost: Lost = False,  # noqa: FBT002  # as above
) -> None:
    """Put a backup in the place of the database, bring it up to date, and check its ledger."""
    with opened(prepared=False):
        from mash.config.backups import restore as put_back

        raise typer.Exit(put_back(file, say, confirmed=yes, keys_are_lost=keys_are_lost))


def main() -> None:
    """Run the command line."""
    try:
        mash()
    except DatabaseUnavailable as error:
        say(str(error))
        sys.exit(1)


if __name__ == "__main__":
    main()
