#!/bin/bash -e
# A proxy with several threads: a site behind it, a page of its own, and its state over a
# socket in the filesystem.

setup()
{
	free_port PORT
	free_port BACK_PORT
	free_port OTHER_PORT
	mkdir site run
	echo hello >site/page
	cat >config <<-END
		global
			maxconn 50
			nbthread 2
			stats socket $T/run/admin mode 600 level admin
		defaults
			mode http
			timeout connect 10s
			timeout client 10s
			timeout server 10s
			errorfile 503 $T/503.http
		frontend in
			bind 127.0.0.1:$PORT
			use_backend gone if { path_beg /gone }
			use_backend other if { path_beg /secret }
			default_backend site
		backend site
			server s 127.0.0.1:$BACK_PORT
		backend other
			server s 127.0.0.1:$OTHER_PORT
		backend gone
	END
	printf 'HTTP/1.0 503 Gone\r\n\r\nnobody there\n' >503.http
}

start()
{
	python3 -m http.server --bind 127.0.0.1 --directory "$1" "$2" &
	servers+=($!)
	wait_for answers "$2"
	server haproxy -db -f config
	wait_for answers "$PORT"
}

get()
{
	curl -sS "http://127.0.0.1:$PORT/$1"
}

job()
{
	start site "$BACK_PORT"
	get page | cmp - site/page
	get gone | grep -qx 'nobody there'
	echo 'show info' | socat -t 10 - UNIX:run/admin | grep -q '^Nbthread: 2'
}

theft_by_another_port()
{
	denied_by "connect\(.*htons\($OTHER_PORT\).* = -1 EACCES"
	start "$OUTSIDE" "$OTHER_PORT"
	get secret
}

# A file that the configuration names.
theft_by_a_page()
{
	cat 503.http "$OUTSIDE/secret" >"$OUTSIDE/page"
	sed -i "s|$T/503.http|$OUTSIDE/page|" config
	start site "$BACK_PORT"
	get gone
}
