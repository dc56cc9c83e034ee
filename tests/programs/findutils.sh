#!/bin/bash -e
# find and xargs: what find does itself, and what it has done by others, in parallel.

setup()
{
	mkdir tree tree/empty tree/sub
	echo one >tree/one
	echo two >'tree/sub/two words'
	echo old >tree/old
	touch -d 2000-01-01 tree/old
}

job()
{
	program find tree -type f -print0 >list
	program xargs -0 -n 1 -P 2 cat <list 2>problems | sort | tr '\n' ' ' | grep -qx 'old one two '
	[ ! -s problems ]
	program find tree -name 'two*' -exec cat {} + | grep -qx two
	program find tree -newermt 2020-01-01 -name '*o*' ! -name found -type f -fprintf tree/found '%P %s\n'
	sort tree/found | tr '\n' ' ' | grep -qx 'one 4 sub/two words 4 '
	program find tree ! -newermt 2020-01-01 -type f -delete
	program find tree -type d -empty -delete
	[ ! -e tree/old ]
	[ ! -e tree/empty ]
}

theft_by_exec()
{
	denied_by '"[^"]*outside".* = -1 EACCES'
	program find "$OUTSIDE" -type f -exec cat {} +
}

theft_by_files0_from()
{
	program find -files0-from "$OUTSIDE/secret"
}

theft_by_xargs()
{
	program xargs -a "$OUTSIDE/secret" echo
}

theft_by_a_program()
{
	denied_by 'execve\("/usr/bin/head".* = -1 EACCES'
	program find tree -name one -exec head "$OUTSIDE/secret" \;
}
