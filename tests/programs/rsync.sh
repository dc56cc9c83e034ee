#!/bin/bash -e
# Copies a directory, and again what has changed.

setup()
{
	mkdir -p data/sub copy
	seq 10000 >data/numbers
	echo hello >data/sub/file
	echo bye >data/old
	ln -s numbers data/link
}

job()
{
	program rsync -a data/ copy
	diff -r data copy
	echo more >>data/numbers
	rm data/old
	program rsync -a --delete data/ copy
	diff -r data copy
}

theft_of_a_file()
{
	program rsync -a "$OUTSIDE/secret" copy
	cat copy/secret
}

theft_by_a_link()
{
	denied_by 'open.*"secret".* = -1 EACCES'
	ln -s "$OUTSIDE/secret" data/secret
	program rsync -aL data/ copy
	cat copy/secret
}

theft_by_a_shell()
{
	denied_by 'execve\("[^"]*/sh".* = -1 EACCES'
	program rsync -e "sh -c 'cat \"$OUTSIDE/secret\" >&2'" host:data .
}
