#!/bin/bash -e
# A page over TLS, from a server with a certificate of a private authority.

setup()
{
	mkdir site tls out
	echo hello >site/page
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 \
		-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
		-keyout tls/key.pem -out tls/ca.pem
	free_port PORT
	free_port OTHER_PORT
	cd site
	server openssl s_server -accept "$PORT" -cert ../tls/ca.pem -key ../tls/key.pem -WWW -quiet
	cd ..
	wait_for answers "$PORT"
}

fetch()
{
	program curl -sS --cacert tls/ca.pem "$@"
}

job()
{
	fetch -o out/page "https://localhost:$PORT/page"
	cmp out/page site/page
	# Again, over what is there; and by address, to standard output.
	fetch -o out/page "https://localhost:$PORT/page"
	cmp out/page site/page
	fetch "https://127.0.0.1:$PORT/page" | cmp - site/page
}

theft_of_a_file()
{
	fetch "file://$OUTSIDE/secret"
}

theft_by_another_port()
{
	denied_by "connect\(.*htons\($OTHER_PORT\).* = -1 EACCES"
	python3 -m http.server --bind 127.0.0.1 --directory "$OUTSIDE" "$OTHER_PORT" &
	servers+=($!)
	wait_for answers "$OTHER_PORT"
	fetch "http://127.0.0.1:$OTHER_PORT/secret"
}

theft_by_upload()
{
	fetch -T "$OUTSIDE/secret" "file://$T/out/page"
	cat out/page
}
