#!/bin/bash -e
# sshd: root logs in with a key, has commands run, a terminal, files by scp and sftp.
# Without PAM.

# shellcheck disable=SC1091 # beside this
. "${0%/*}/sshd-here"

setup()
{
	make_sshd
	mkdir home
	echo hello >home/file
	SHELL=$(getent passwd root | cut -d : -f 7)
	export SHELL
}

serve()
{
	server /usr/sbin/sshd -D -e -f "$T/sshd_config"
	wait_for answers "$PORT"
}

job()
{
	serve
	ssh -F ssh_config there "read -r x <'$T/home/file'; echo \$x" | cmp - home/file
	scp -q -F ssh_config home/file there:"$T/home/copy"
	cmp home/copy home/file
	echo "get $T/home/copy got" | sftp -q -b - -F ssh_config there >sftp.log
	cmp got home/file
	ssh -F ssh_config -tt there 'test -t 0 && echo terminal' | grep -q terminal
}

theft_by_a_command()
{
	serve
	ssh -F ssh_config there "read -r x <'$OUTSIDE/secret'; echo \$x"
}

theft_by_sftp()
{
	serve
	scp -q -F ssh_config "there:$OUTSIDE/secret" .
	cat secret
}

# Root of the other machine is root here, and yet it cannot connect to all that it likes.
theft_by_forwarding()
{
	free_port OTHER_PORT
	denied_by "connect\(.*htons\($OTHER_PORT\).* = -1 EACCES"
	python3 -m http.server --bind 127.0.0.1 --directory "$OUTSIDE" "$OTHER_PORT" &
	servers+=($!)
	wait_for answers "$OTHER_PORT"
	serve
	printf 'GET /secret HTTP/1.0\r\n\r\n' | ssh -F ssh_config -W "127.0.0.1:$OTHER_PORT" there
}
