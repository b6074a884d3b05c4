"""Checks that the database can be written, is whole, and is of this version."""

from collections.abc import Iterator

from tracking.database import DatabaseProblem, DatabaseTooNew, DatabaseTooOld, DatabaseUnavailable
from tracking.doctor.finding import Finding
from tracking.running.commands import command
from tracking.running.file_sizes import format_size
from tracking.services import Services

_TOPIC = "Database"
_TO_RESTORE = 'Restore a backup with `{command}`: docs/operate.md, "Backups".'
_FIXES = {
    DatabaseProblem.DOWN: "Let the user who runs the site write there, start the server, name another place in"
    " DATABASE_URL, or restore a backup.",
    DatabaseProblem.LOCKED: "End the other program that holds what DATABASE_URL names, such as a copy or an open"
    " sqlite3 or psql.",
    DatabaseProblem.FULL: "Free space on the disk of what DATABASE_URL names; until then webhooks are answered 503, and"
    " Shopify sends them again.",
    DatabaseProblem.READ_ONLY: "Let the user who runs the site write there, or name the primary server in"
    " DATABASE_URL: a standby takes nothing.",
    DatabaseProblem.MISSING: "If DATABASE_URL is right, start the site, or run `{upgrade}`: either makes it.",
    DatabaseProblem.REPLACED: "Stop every process of the site, and start it again: until then it takes nothing in.",
    DatabaseProblem.OTHER_SHOP: "Name another place in DATABASE_URL for this shop, or set SHOPIFY_SHOP back; if it is"
    " the same shop under another name, run `{same}`.",
    DatabaseProblem.DENIED: "Give DATABASE_URL's user its rights: let it own the database with all that is in it, or"
    " GRANT it ALL on the schema, its tables and its sequences.",
}


def check(services: Services) -> Iterator[Finding]:
    """Read all of it, and begin a transaction that writes."""
    database = services.database
    try:
        state = database.check()
        database.ping()
    except DatabaseTooNew as error:
        yield Finding.error(_TOPIC, "A newer version of this site has changed it.", str(error))
    except DatabaseTooOld as error:
        yield Finding.error(_TOPIC, "It is of an older version of this site.", str(error))
    except DatabaseUnavailable as error:
        fix = _FIXES[error.problem].format(upgrade=command("database upgrade"), same=command("database same-shop"))
        if error.problem is DatabaseProblem.MISSING:
            yield Finding.note(_TOPIC, f"There is none yet: {database.place}.", fix)
        else:
            yield Finding.error(_TOPIC, f"{database.place} cannot be used: {error}.", fix)
    else:
        size = format_size(state.size)
        if state.problems:
            message = f"{database.place} is damaged: {'; '.join(state.problems)}."
            yield Finding.error(_TOPIC, message, _TO_RESTORE.format(command=command("database restore FILE")))
        else:
            yield Finding.ok(_TOPIC, f"{state.version}, {database.place}: {size}, can be written, and no damage.")
