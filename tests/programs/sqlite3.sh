#!/bin/bash -e
# A database in a file: tables, transactions, a write-ahead log, a backup.

setup()
{
	# Else they are in /var/tmp.
	export SQLITE_TMPDIR=$T/tmp
	mkdir tmp db
	cd db
}

job()
{
	program sqlite3 base.db 'create table t (n integer, s text); insert into t values (1, "one")' \
		'begin; insert into t values (2, "two"); rollback'
	[ "$(program sqlite3 base.db 'pragma journal_mode = wal')" = wal ]
	program sqlite3 base.db 'insert into t values (3, "three")' 'vacuum' '.backup copy.db'
	[ "$(program sqlite3 copy.db 'select sum(n) from t')" = 4 ]
	# Too large for memory, and so in a temporary file.
	[ "$(program sqlite3 base.db 'pragma temp_store = file' 'pragma cache_size = 10' \
		'create temp table big as with recursive c(x) as
			(select 1 union all select x + 1 from c where x < 30000)
			select x, hex(randomblob(20)) h from c' \
		'select count(*) from (select * from big order by h)')" = 30000 ]
}

theft_by_readfile()
{
	program sqlite3 base.db "select readfile('$OUTSIDE/secret')"
}

theft_by_attach()
{
	sqlite3 "$OUTSIDE/other.db" 'create table t (s)' "insert into t values (readfile('$OUTSIDE/secret'))"
	program sqlite3 base.db "attach '$OUTSIDE/other.db' as other" 'select s from other.t'
}

theft_by_a_shell()
{
	denied_by 'execve\("/bin/sh".* = -1 EACCES'
	program sqlite3 base.db ".shell cat '$OUTSIDE/secret'"
}
