#!/bin/bash -e
# Relays: TCP, sockets in the filesystem, abstract ones, terminals, programs.

setup()
{
	free_port PORT
	free_port OTHER_PORT
	mkdir run
	abstract=lla-test.$$
}

# The flag says that there is more than a name.
listens()
{
	grep -q " 00010000 .* $1\$" /proc/net/unix
}

job()
{
	# TCP to a socket in the filesystem to a program in a terminal.
	server socat "UNIX-LISTEN:$T/run/socket,fork" 'EXEC:"/bin/cat",pty,raw,echo=0'
	wait_for listens "$T/run/socket"
	server socat "TCP-LISTEN:$PORT,bind=127.0.0.1,reuseaddr,fork" "UNIX:$T/run/socket"
	wait_for answers "$PORT"
	[ "$(echo hello | program socat -t 10 - "TCP:127.0.0.1:$PORT")" = hello ]
	# A terminal with a name.
	server socat -u "PTY,link=$T/run/tty,raw,echo=0" "CREATE:$T/run/typed"
	wait_for [ -e run/tty ]
	echo typed >run/tty
	wait_for grep -qx typed run/typed
	# An abstract socket, of a server in a domain of its own and a client without.
	server socat "ABSTRACT-LISTEN:$abstract" 'EXEC:"/bin/cat"'
	wait_for listens "@$abstract"
	[ "$(echo hello | socat -t 10 - "ABSTRACT:$abstract")" = hello ]
	ended
}

theft_of_a_file()
{
	program socat -u "FILE:$OUTSIDE/secret" -
}

# A server outside.
theft_by_an_abstract_socket()
{
	denied_by "connect\(.*sun_path=@\"$abstract.* = -1 EPERM"
	socat -U "ABSTRACT-LISTEN:$abstract" "FILE:$OUTSIDE/secret" &
	servers+=($!)
	wait_for listens "@$abstract"
	program socat -u "ABSTRACT:$abstract" -
}

theft_by_a_connection()
{
	denied_by "connect\(.*htons\($OTHER_PORT\).* = -1 EACCES"
	socat -U "TCP-LISTEN:$OTHER_PORT,bind=127.0.0.1,reuseaddr" "FILE:$OUTSIDE/secret" &
	servers+=($!)
	wait_for grep -q ":$(printf %04X "$OTHER_PORT") 00000000:0000 0A" /proc/net/tcp
	program socat -u "TCP:127.0.0.1:$OTHER_PORT" -
}

theft_by_a_program()
{
	denied_by 'execve\("/bin/head".* = -1 EACCES'
	program socat -u "EXEC:/bin/head $OUTSIDE/secret" -
}
