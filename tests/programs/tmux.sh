#!/bin/bash -e
# shellcheck disable=SC2016 # it is for sh
# A server with its sessions and their terminals, and clients; one of them is attached
# in a terminal of the server's own.

setup()
{
	export SHELL=/bin/sh
	mkdir run
}

tmux()
{
	program tmux -S "$T/run/socket" -f /dev/null "$@"
}

start()
{
	tmux new-session -d -s work -x 80 -y 24 'read line; echo "got $line" >run/got; read line'
	servers+=("$(tmux display-message -p '#{pid}')")
}

attached()
{
	[ "$(tmux list-clients | wc -l)" -eq 1 ]
}

job()
{
	start
	tmux send-keys -t work hello Enter
	wait_for grep -qx 'got hello' run/got
	tmux run-shell 'echo ran >run/ran'
	grep -qx ran run/ran
	tmux new-window -d -n inner "TMUX='' TERM=screen exec /usr/bin/tmux -S $T/run/socket attach -t work"
	wait_for attached
	tmux kill-window -t inner
	tmux has-session -t work
}

# What a server that is outside would do for whoever can talk to it.
theft_by_run_shell()
{
	start
	tmux run-shell "cat '$OUTSIDE/secret' >run/loot"
	cat run/loot
}

theft_by_a_window()
{
	start
	tmux new-window -d "cat '$OUTSIDE/secret' >run/loot; echo done >run/done"
	wait_for [ -s run/done ]
	cat run/loot
}

theft_by_a_buffer()
{
	start
	tmux load-buffer "$OUTSIDE/secret"
	tmux show-buffer
}
