#!/bin/bash -e
# ssh, scp and sftp with a key, and a server that is known.

# shellcheck disable=SC1091 # beside this
. "${0%/*}/sshd-here"

setup()
{
	make_sshd
	mkdir home files
	echo hello >files/file
	server /usr/sbin/sshd -D -e -f "$T/sshd_config"
	wait_for answers "$PORT"
}

job()
{
	[ "$(program ssh -F ssh_config there echo hello)" = hello ]
	program scp -q -F ssh_config files/file there:"$T/home/copy"
	cmp home/copy files/file
	program scp -q -F ssh_config there:"$T/home/copy" files/copy
	cmp files/copy files/file
	echo "get $T/home/copy files/got" | program sftp -q -b - -F ssh_config there
	cmp files/got files/file
}

theft_by_a_proxy()
{
	denied_by 'execve\("[^"]*sh".* = -1 EACCES'
	program ssh -F ssh_config -o ProxyCommand="cp '$OUTSIDE/secret' stolen" there true ||
		cat stolen
}

theft_of_a_file()
{
	program scp -q -F ssh_config "$OUTSIDE/secret" there:"$T/home"
	cat home/secret
}

# The key for another server.
theft_of_a_key()
{
	mv key "$OUTSIDE/key"
	: >key
	program ssh -F ssh_config -i "$OUTSIDE/key" there "cat '$OUTSIDE/secret'"
}
