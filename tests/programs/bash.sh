#!/bin/bash -e
# shellcheck disable=SC2016 # it is for bash
# A script with pipes, job control, a coprocess, signals to its own jobs, and what bash
# makes of <( ) and <<.

setup()
{
	mkdir app out
	printf '2\n1\n3\n' >app/input
	cat >app/script <<-'END'
		set -m -e
		sort -n <"$1" | tail -n 1 >out/last &
		wait %1
		sleep 0
		sleep 100 &
		sleep 100 | cat &
		jobs -p >out/jobs
		kill %2
		kill -STOP %1
		kill -KILL %1
		wait || :
		jobs -r >out/left
		trap 'echo trapped >>out/trapped' USR1
		(kill -USR1 $$)
		coproc tail -n 1
		exec {from}<&"${COPROC[0]}" {to}>&"${COPROC[1]}"
		eval "exec ${COPROC[1]}>&-"
		echo asked >&$to
		exec {to}>&-
		read -r answer <&$from
		mapfile -t lines < <(sort -n "$1")
		cat >>out/text <<-TEXT
			${lines[*]} $answer
		TEXT
		rm out/jobs
		exit 7
	END
}

job()
{
	status=0
	program bash app/script app/input || status=$?
	[ "$status" -eq 7 ]
	[ "$(cat out/last out/trapped out/text)" = $'3\ntrapped\n1 2 3 asked' ]
	[ ! -s out/left ]
	[ ! -e out/jobs ]
}

theft_of_a_file()
{
	program bash -c 'cat <"$1"' - "$OUTSIDE/secret"
}

theft_by_a_builtin()
{
	program bash -c 'mapfile lines <"$1"; echo "${lines[@]}"' - "$OUTSIDE/secret"
}

theft_by_a_connection()
{
	free_port OTHER_PORT
	denied_by "connect\(.*htons\($OTHER_PORT\).* = -1 EACCES"
	socat -U "TCP-LISTEN:$OTHER_PORT,fork,reuseaddr,bind=127.0.0.1" "OPEN:$OUTSIDE/secret" &
	servers+=($!)
	wait_for answers "$OTHER_PORT"
	program bash -c 'cat <"/dev/tcp/127.0.0.1/$1"' - "$OTHER_PORT"
}

# No theft, but as bad: somebody else's process.
theft_by_a_signal()
{
	denied_by 'kill\([0-9]*, SIGKILL\) .* -1 EPERM'
	sleep 100 &
	servers+=($!)
	program bash -c 'kill -KILL "$1"' - "$!"
	wait "$!" || :
	cat "$OUTSIDE/secret"
}
