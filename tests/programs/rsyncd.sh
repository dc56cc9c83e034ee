#!/bin/bash -e
# rsync --daemon: a module to read, and one to write.

setup()
{
	free_port PORT
	mkdir -p pub incoming
	seq 10000 >pub/numbers
	cat >rsyncd.conf <<-END
		use chroot = no
		address = 127.0.0.1
		port = $PORT
		log file = $T/log
		[pub]
		path = $T/pub
		[incoming]
		path = $T/incoming
		read only = no
		[outside]
		path = $OUTSIDE
	END
	touch log
	[ "$(id -u)" -ne 0 ] || chown nobody incoming
}

serve()
{
	server rsync --daemon --no-detach --config="$T/rsyncd.conf"
	wait_for answers "$PORT"
}

job()
{
	serve
	rsync "rsync://127.0.0.1:$PORT" | grep -q '^pub'
	rsync -a "rsync://127.0.0.1:$PORT/pub/" copy
	diff -r pub copy
	rsync -a copy/ "rsync://127.0.0.1:$PORT/incoming/sub"
	diff -r pub incoming/sub
	grep -q 'sent [0-9]* bytes' log
}

# The administrator has shared too much.
theft_by_a_module()
{
	serve
	rsync "rsync://127.0.0.1:$PORT/outside/secret" .
	cat secret
}
