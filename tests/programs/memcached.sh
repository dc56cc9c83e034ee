#!/bin/bash -e
# A cache, by TCP and by a socket in the filesystem, as the user it becomes. It has
# several threads.

setup()
{
	free_port PORT
	free_port OTHER_PORT
	mkdir run
	chmod 777 run
}

memcached()
{
	"$1" memcached -u nobody -m 8 -P "$T/run/pid" -l 127.0.0.1 -p "$PORT" "${@:2}"
}

ask()
{
	printf '%s\r\n' "$@" quit | socat -t 10 - "TCP:127.0.0.1:$PORT"
}

has_version()
{
	printf '%s\r\n' version quit | socat -t 10 - "UNIX:$T/run/socket" | grep -q ^VERSION
}

job()
{
	# A daemon; its pid file is there once it listens, and gone once it has ended.
	memcached program -d
	wait_for [ -s run/pid ]
	servers+=("$(cat run/pid)")
	wait_for answers "$PORT"
	[ "$(ask 'set a 0 0 5' hello 'get a')" = $'STORED\r\nVALUE a 0 5\r\nhello\r\nEND\r' ]
	kill "$(cat run/pid)"
	servers=()
	wait_for [ ! -e run/pid ]
	server memcached -u nobody -m 8 -s "$T/run/socket"
	wait_for has_version
}

# A second port, for those who should not.
theft_by_another_port()
{
	denied_by "bind\(.*htons\($OTHER_PORT\).* = -1 EACCES"
	memcached server -l "127.0.0.1:$OTHER_PORT"
	wait_for answers "$OTHER_PORT"
	cat "$OUTSIDE/secret"
}

# Passwords of somebody else's.
theft_of_passwords()
{
	echo "user:$(cat "$OUTSIDE/secret")" >"$OUTSIDE/passwords"
	memcached server -Y "$OUTSIDE/passwords"
	wait_for answers "$PORT"
	login="user $(cat "$OUTSIDE/secret")"
	ask "set a 0 0 ${#login}" "$login" | grep STORED
	cat "$OUTSIDE/secret"
}
