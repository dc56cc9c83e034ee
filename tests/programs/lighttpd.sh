#!/bin/bash -e
# shellcheck disable=SC2016 # it is for sh
# A site, a directory listing, a log, and a script by CGI.

setup()
{
	free_port PORT
	mkdir site log
	echo hello >site/page
	ln -s "$OUTSIDE/secret" site/link
	printf '#!/bin/sh\nread -r line; printf "Content-Type: text/plain\\n\\n%%s\\n" "$line"\n' >site/script.cgi
	chmod +x site/script.cgi
	cat >config <<-END
		server.document-root = "$T/site"
		server.bind = "127.0.0.1"
		server.port = $PORT
		server.modules = ("mod_accesslog", "mod_cgi", "mod_dirlisting")
		server.errorlog = "$T/log/error"
		accesslog.filename = "$T/log/access"
		dir-listing.activate = "enable"
		cgi.assign = (".cgi" => "")
		server.upload-dirs = ("$T/log")
	END
}

start()
{
	server lighttpd -D -f config
	wait_for answers "$PORT"
}

get()
{
	curl -sS "http://127.0.0.1:$PORT/$1" "${@:2}"
}

job()
{
	start
	get page | cmp - site/page
	get '' | grep -q script.cgi
	get script.cgi -d posted | grep -qx posted
	kill -HUP "$SERVER"
	get page | cmp - site/page
	wait_for grep -q 'GET /page' log/access
}

theft_by_a_link()
{
	denied_by 'site/link".* = -1 EACCES'
	start
	get link
}

theft_by_a_script()
{
	printf '#!/bin/sh\nread s <"%s"; printf "\\n\\n$s\\n"' "$OUTSIDE/secret" >site/script.cgi
	start
	get script.cgi
}
