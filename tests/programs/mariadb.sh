#!/bin/bash -e
# A database server with its clients, over a socket in the filesystem and over TCP.

# Little memory, and nothing is forced to the disk.
options()
{
	"$1" "$2" --no-defaults --user="$(id -un)" --datadir="$T/data" --skip-name-resolve \
		--innodb-buffer-pool-size=8M --innodb-log-file-size=4M --debug-no-sync "${@:3}"
}

setup()
{
	free_port PORT
	mkdir run tmp import
	# Once, as it takes long.
	if mkdir ../data; then
		options command mariadb-install-db --auth-root-authentication-method=normal --skip-test-db
		mv data/* ../data
	fi
	cp -r ../data/. data
	printf '1\n2\n' >import/numbers
}

start()
{
	options server mariadbd --tmpdir="$T/tmp" --socket="$T/run/socket" --bind-address=127.0.0.1 --port="$PORT"
	wait_for sql 'SELECT 1'
}

sql()
{
	mariadb --no-defaults -N -S "$T/run/socket" -u root -e "$1"
}

job()
{
	start
	sql 'CREATE DATABASE d; CREATE TABLE d.t (n INT PRIMARY KEY)'
	sql "LOAD DATA INFILE '$T/import/numbers' INTO TABLE d.t"
	sql 'ALTER TABLE d.t ADD COLUMN s VARCHAR(10), ENGINE=Aria'
	[ "$(mariadb --no-defaults -N -h 127.0.0.1 -P "$PORT" -u root -e 'SELECT SUM(n) FROM d.t')" = 3 ]
	sql "SELECT n FROM d.t INTO OUTFILE '$T/import/out'"
	cmp import/out import/numbers
	sql 'SELECT no' 2>&1 | grep -q "Unknown column 'no'"
	sql 'DROP DATABASE d'
	sql SHUTDOWN
	ended
}

theft_of_a_file()
{
	start
	sql "SELECT LOAD_FILE('$OUTSIDE/secret')"
}

theft_by_writing()
{
	start
	sql "SELECT 'any' INTO OUTFILE '$OUTSIDE/file'"
	grep -qx any "$OUTSIDE/file"
	cat "$OUTSIDE/secret"
}
