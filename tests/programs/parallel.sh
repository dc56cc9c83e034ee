#!/bin/bash -e
# shellcheck disable=SC2016 # it is for sh
# GNU parallel: jobs side by side, their output in order, a log.

setup()
{
	mkdir in tmp out
	echo a >in/a
	echo bb >in/b
	echo ccc >in/c
	export TMPDIR=$T/tmp PARALLEL_HOME=$T/tmp PARALLEL_SHELL=/bin/sh
}

job()
{
	program parallel -k -j 2 --joblog out/log 'wc -c <{}; echo {#}' ::: in/* >out/text
	[ "$(cat out/text)" = $'2\n1\n3\n2\n4\n3' ]
	[ "$(wc -l <out/log)" -eq 4 ]
}

theft_of_a_file()
{
	program parallel -j 2 -a "$OUTSIDE/secret" echo
}

theft_by_a_job()
{
	denied_by "outside/secret.* = -1 EACCES"
	program parallel -j 2 'read s <{}; echo $s' ::: "$OUTSIDE/secret"
}
