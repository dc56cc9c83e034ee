#!/bin/bash -e
# An authority and a certificate of it; a server and a client that verify each other; a
# file that is encrypted and signed; several processes at once.

setup()
{
	free_port PORT
	mkdir keys site out
	echo hello >site/page
}

job()
{
	program openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 \
		-subj /CN=authority -keyout keys/ca.key -out keys/ca.pem
	program openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
		-subj /CN=localhost -keyout keys/key.pem -out keys/request
	program openssl x509 -req -in keys/request -CA keys/ca.pem -CAkey keys/ca.key -days 1 -out keys/cert.pem
	cd site
	server openssl s_server -accept "127.0.0.1:$PORT" -cert ../keys/cert.pem -key ../keys/key.pem \
		-CAfile ../keys/ca.pem -Verify 1 -verify_return_error -WWW -quiet
	cd ..
	wait_for answers "$PORT"
	printf 'GET /page HTTP/1.0\r\n\r\n' |
		program openssl s_client -connect "127.0.0.1:$PORT" -CAfile keys/ca.pem -verify_return_error \
			-verify_hostname localhost -cert keys/cert.pem -key keys/key.pem -quiet -ign_eof |
		grep -qx hello
	program openssl enc -aes-256-cbc -pbkdf2 -k key -in site/page -out out/page.enc
	program openssl enc -d -aes-256-cbc -pbkdf2 -k key -in out/page.enc | cmp - site/page
	program openssl dgst -sha256 -sign keys/key.pem -out out/page.sig site/page
	program openssl dgst -sha256 -prverify keys/key.pem -signature out/page.sig site/page
	program openssl speed -seconds 1 -bytes 64 -multi 2 sha256
}

theft_of_a_file()
{
	program openssl enc -base64 -in "$OUTSIDE/secret" | base64 -d
}

theft_of_a_key()
{
	openssl genpkey -algorithm ed25519 -out "$OUTSIDE/key.pem"
	program openssl pkey -in "$OUTSIDE/key.pem" -out out/key.pem
	cmp out/key.pem "$OUTSIDE/key.pem"
	cat "$OUTSIDE/secret"
}

theft_by_a_server()
{
	denied_by '"link".* = -1 EACCES'
	openssl req -x509 -newkey ed25519 -nodes -days 1 -subj /CN=localhost -keyout keys/key.pem -out keys/cert.pem
	ln -s "$OUTSIDE/secret" site/link
	cd site
	server openssl s_server -accept "127.0.0.1:$PORT" -cert ../keys/cert.pem -key ../keys/key.pem -WWW -quiet
	wait_for answers "$PORT"
	curl -sS -k "https://127.0.0.1:$PORT/link"
}
