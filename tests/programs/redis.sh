#!/bin/bash -e
# redis-server, asked by TCP and by socket, keeps what it knows over a restart.

setup()
{
	free_port PORT
	free_port OTHER_PORT
	mkdir data
	cat >redis.conf <<-END
		bind 127.0.0.1
		port $PORT
		unixsocket $T/data/socket
		dir $T/data
		logfile $T/data/log
		appendonly yes
		enable-protected-configs yes
	END
}

serve()
{
	server redis-server "$T/redis.conf"
	wait_for redis-cli -p "$PORT" ping
}

ask()
{
	redis-cli -p "$PORT" "$@"
}

persistence()
{
	ask info persistence | grep -q "^$1"
}

job()
{
	serve
	[ "$(ask set name value)" = OK ]
	[ "$(redis-cli -s data/socket get name)" = value ]
	# Both rewrite their file in a child.
	ask bgrewriteaof
	wait_for persistence aof_rewrite_in_progress:0
	ask bgsave
	wait_for persistence rdb_bgsave_in_progress:0
	persistence aof_last_bgrewrite_status:ok
	persistence rdb_last_bgsave_status:ok
	[ -s data/dump.rdb ]
	ask shutdown
	ended
	serve
	[ "$(ask get name)" = value ]
}

# The well-known way in: a dump, with a line of its own, where others look for keys.
theft_by_a_dump()
{
	denied_by 'open.*"temp-[0-9]*\.rdb".* = -1 EACCES'
	serve
	ask set key value
	ask config set dir "$OUTSIDE"
	ask config set dbfilename authorized_keys
	ask save
	# It would not end without having saved.
	kill -KILL "$SERVER"
	[ ! -s "$OUTSIDE/authorized_keys" ] || cat "$OUTSIDE/secret"
}

replicated_or_denied()
{
	ask get secret | grep . || grep 'connect to MASTER: Permission denied' data/log
}

# It may answer, and it may not ask.
theft_from_another_server()
{
	denied_by "connect\(.*htons\($OTHER_PORT\).* = -1 EACCES"
	redis-server --bind 127.0.0.1 --port "$OTHER_PORT" --save '' \
		--repl-diskless-sync-delay 0 --shutdown-timeout 0 &
	servers+=($!)
	wait_for redis-cli -p "$OTHER_PORT" set secret "$(cat "$OUTSIDE/secret")"
	serve
	ask replicaof 127.0.0.1 "$OTHER_PORT"
	wait_for replicated_or_denied
	ask get secret
}
