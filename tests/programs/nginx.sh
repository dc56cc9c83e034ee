#!/bin/bash -e
# nginx with two workers, which become www-data: pages, an upload, logs that rotate.

setup()
{
	needs_root
	free_port PORT
	mkdir site up tmp log
	echo hello >site/index.html
	chown www-data up
	cat >nginx.conf <<-END
		user www-data;
		worker_processes 2;
		pid tmp/pid;
		daemon off;
		error_log log/error;
		events { }
		http {
			include /etc/nginx/mime.types;
			access_log log/access;
			client_body_temp_path tmp/body;
			proxy_temp_path tmp/proxy;
			fastcgi_temp_path tmp/fastcgi;
			uwsgi_temp_path tmp/uwsgi;
			scgi_temp_path tmp/scgi;
			server {
				listen 127.0.0.1:$PORT;
				root site;
				location /up/ {
					root $T;
					dav_methods PUT;
				}
				location /outside/ {
					alias $OUTSIDE/;
				}
			}
		}
	END
}

serve()
{
	server nginx -p "$T" -e log/error -c nginx.conf
	wait_for answers "$PORT"
}

two_workers()
{
	local workers
	read -ra workers < <(cat "/proc/$SERVER/task/$SERVER/children"; echo)
	[ "$(cd /proc && stat -c %U "${workers[@]}")" = "$(printf 'www-data\nwww-data')" ]
}

job()
{
	local url=http://127.0.0.1:$PORT
	serve
	curl -sSi "$url/" >page
	grep -q hello page
	grep -q '^Content-Type: text/html' page
	seq 100000 >large
	curl -sSf -T large "$url/up/large"
	cmp large up/large
	wait_for two_workers
	# New workers, with the settings read again, and a new log.
	mv log/access log/access.1
	kill -USR1 "$SERVER"
	wait_for test -e log/access
	kill -HUP "$SERVER"
	curl -sSf "$url/" | cmp - site/index.html
	kill -QUIT "$SERVER"
	ended
	[ ! -e tmp/pid ]
}

theft_by_an_alias()
{
	serve
	curl -sS "http://127.0.0.1:$PORT/outside/secret"
}

theft_by_a_link()
{
	denied_by '"[^"]*site/link".* = -1 EACCES'
	ln -s "$OUTSIDE/secret" site/link
	serve
	curl -sS "http://127.0.0.1:$PORT/link"
}
