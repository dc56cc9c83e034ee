#!/bin/bash -e
# PostgreSQL: a new cluster, started, asked, stopped, as Debian's user for it.

setup()
{
	# /usr/lib/postgresql/15 and /usr/share/postgresql/15.
	for PGLIB in /usr/lib/postgresql/*/bin/postgres; do
		PGLIB=${PGLIB%/bin/postgres}
	done
	PGSHARE=/usr/share/postgresql/${PGLIB##*/}
	free_port PORT
	export AS=postgres PGLIB PGSHARE PGHOST=$T/run PGPORT=$PORT PGUSER=postgres PGDATABASE=postgres
	# The thefts have the cluster that the job has made.
	export PGDATA=${T%/*}/cluster
	mkdir -p run "$PGDATA"
	chmod 700 "$PGDATA"
	[ "$(id -u)" -ne 0 ] || chown postgres run "$PGDATA"
}

start()
{
	program "$PGLIB/bin/pg_ctl" -w -s -l "$T/run/log" start \
		-o "-p $PORT -k $T/run -c listen_addresses=127.0.0.1 -F"
	servers+=("$(head -n 1 "$PGDATA/postmaster.pid")")
}

sql()
{
	program "$PGLIB/bin/psql" -qAtX -c "$@"
}

job()
{
	local parallel='set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0'
	rm -rf "${PGDATA:?}"/*
	program "$PGLIB/bin/initdb" -N -A trust -U postgres --wal-segsize=1 >initdb.log
	start
	sql 'create table t (n int primary key, s text)'
	sql "insert into t select x, md5(x::text) from generate_series(1, 20000) x"
	[ "$(sql "$parallel; select count(*) from t")" = 20000 ]
	[ "$(sql "select '2026-07-01 12:00 Europe/Berlin'::timestamptz at time zone 'UTC'")" = '2026-07-01 10:00:00' ]
	sql 'vacuum full t'
	[ "$(PGHOST=127.0.0.1 sql 'select sum(n) from t')" = 200010000 ]
}

theft_by_pg_read_file()
{
	start
	sql "select pg_read_file('$OUTSIDE/secret')"
}

theft_by_copy()
{
	start
	sql 'create table t (s text)' -c "copy t from '$OUTSIDE/secret'" -c 'select * from t'
}

theft_by_a_program()
{
	start
	sql 'create table t (s text)' -c "copy t from program 'cat \"$OUTSIDE/secret\"'" -c 'select * from t'
}

theft_by_psql()
{
	start
	sql "\\! cat '$OUTSIDE/secret'"
}
