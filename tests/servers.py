"""Real PostgreSQL and Redis servers for the tests, each in a folder of its own, over unix sockets.

Nothing here is skipped: a missing server is an error that names the package in one plain line.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import psycopg

POSTGRES_PLACES = "usr/lib/postgresql/*/bin"


class ServerMissing(Exception):
    """A server that the tests need is not installed, or does not start."""


class PostgresServer:
    """A PostgreSQL that lives as long as the test session; durability is off, nobody needs it."""

    def __init__(self) -> None:
        self._bin = _postgres_bin()
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._user = "postgres" if os.geteuid() == 0 else ""
        if self._user:
            entry = pwd.getpwnam(self._user)
            os.chown(self._folder, entry.pw_uid, entry.pw_gid)
        self._data = self._folder / "data"
        self._command(
            "initdb",
            *("-D", str(self._data), "-U", "tests", "-A", "trust", "-E", "UTF8"),
            *("--no-locale", "--no-sync", "--no-instructions"),
        )
        self._options = (
            f"-c listen_addresses='' -k {self._folder} -c max_connections=200 -c fsync=off"
        )
        self._options += " -c shared_buffers=64MB -c deadlock_timeout=50ms"
        self._runs = False
        self.begin()

    def url(self, name: str) -> str:
        """Return the DATABASE_URL of a database on this server."""
        return f"postgresql://tests@/{name}?host={self._folder}"

    def pid(self) -> int:
        """Return the process that every other one of this server descends from."""
        return int((self._data / "postmaster.pid").read_text(encoding="ascii").split()[0])

    def create(self, template: str = "template0") -> str:
        """Make a database of a fresh name from a template, and return the name."""
        name = f"t{uuid.uuid4().hex}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def drop(self, name: str) -> None:
        """Drop a database, and whoever is still connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Run one statement of an administrator."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def begin(self) -> None:
        """Start it, also after ``end``; return when it answers. It may run already."""
        if self._runs:
            return
        log = str(self._folder / "log")
        started = ("-w", "-l", log, "-o", self._options, "start")
        self._command("pg_ctl", "-D", str(self._data), *started)
        self._runs = True

    def end(self) -> None:
        """End it at once, as a crash would; what it holds stays."""
        if self._runs:
            self._command("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop")
        self._runs = False

    def stop(self) -> None:
        """End the server and remove its folder."""
        self.end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _command(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        if self._user:
            command = ["runuser", "-u", self._user, "--", *command]
        done = subprocess.run(  # noqa: S603 - our own words, no shell
            command,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # the server itself would keep a pipe open
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            raise ServerMissing(f"{program} failed with {done.returncode}: see {self._folder}/log")


class RedisServer:
    """A Redis that keeps nothing on disk; may be stopped and started again by a test."""

    def __init__(self) -> None:
        found = shutil.which("redis-server")
        if found is None:
            raise ServerMissing("redis-server is missing: apt-get install redis-server")
        self._program = found
        self._folder = Path(tempfile.mkdtemp(prefix="redis-"))
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{self._folder}/redis.sock"
        self.start()

    def start(self) -> None:
        """Start it, and return when it answers."""
        self._process = subprocess.Popen(  # noqa: S603 - our own words, no shell
            [
                *(self._program, "--port", "0", "--unixsocket", f"{self._folder}/redis.sock"),
                *("--save", "", "--appendonly", "no", "--dir", str(self._folder)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        output = self._process.stdout
        assert output is not None
        for line in output:  # it says so when it listens; later lines are few and fit the pipe
            if b"eady to accept connections" in line:
                return
        raise ServerMissing("redis-server ended before it was ready")

    def stop(self) -> None:
        """End it at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None

    def remove(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def _postgres_bin() -> Path:
    places = sorted(Path("/").glob(f"{POSTGRES_PLACES}/initdb"), key=lambda path: path.parts[-3])
    if places:
        return places[-1].parent
    found = shutil.which("initdb")
    if found is None:
        raise ServerMissing("PostgreSQL is missing: apt-get install postgresql")
    return Path(found).parent
