#!/bin/bash -e
# shellcheck disable=SC2016 # it is for sh
# script(1): a session in a terminal of its own, recorded with its timing.

setup()
{
	mkdir log
}

job()
{
	program script -q -e -O log/out -T log/timing -c 'tty; stty -echo || exit 8; read -r line; echo "got $line"; exit 7' <<<hello &
	status=0
	wait "$!" || status=$?
	[ "$status" -eq 7 ]
	grep -q ^/dev/pts/ log/out
	grep -q '^got hello' log/out
	[ -s log/timing ]
	program script -q -a log/out -c 'echo more'
	grep -q '^more' log/out
	program scriptreplay -m 0.1 -t log/timing -O log/out | grep -q '^got hello'
}

theft_by_a_command()
{
	program script -q -e -c "read s <'$OUTSIDE/secret'; echo \$s" log/out
}

theft_by_replay()
{
	cp "$OUTSIDE/secret" "$OUTSIDE/log"
	echo "0.1 $(stat -c %s "$OUTSIDE/log")" >log/timing
	sed -i '1i Script started' "$OUTSIDE/log"
	program scriptreplay -t log/timing -O "$OUTSIDE/log"
}
