#!/bin/bash -e
# A resolver with two threads: a zone from a file, over UDP and TCP, and its remote
# control over a socket in the filesystem.

setup()
{
	free_port PORT
	mkdir conf run
	cat >conf/zone <<-END
		example.org. 60 IN SOA ns.example.org. root.example.org. 1 60 60 60 60
		www.example.org. 60 IN A 192.0.2.1
	END
	cat >conf/unbound.conf <<-END
		server:
			interface: 127.0.0.1@$PORT
			num-threads: 2
			chroot: ""
			username: ""
			directory: "$T/conf"
			pidfile: "$T/run/pid"
			logfile: "$T/run/log"
			use-syslog: no
		remote-control:
			control-enable: yes
			control-interface: "$T/run/control"
		auth-zone:
			name: "example.org"
			zonefile: "zone"
			for-upstream: no
	END
}

ask()
{
	dig +short +tries=1 +time=10 @127.0.0.1 -p "$PORT" "$@"
}

start()
{
	server unbound -d -c conf/unbound.conf
	wait_for answers "$PORT"
}

control()
{
	unbound-control -c conf/unbound.conf "$@"
}

job()
{
	start
	[ "$(ask www.example.org)" = 192.0.2.1 ]
	[ "$(ask +tcp www.example.org)" = 192.0.2.1 ]
	control status | grep -q 'threads: 2'
	control local_data mine.test A 192.0.2.2
	[ "$(ask mine.test)" = 192.0.2.2 ]
	control stop
	ended
}

theft_of_a_zone()
{
	cp conf/zone "$OUTSIDE/zone"
	echo "secret.example.org. 60 IN TXT $(cat "$OUTSIDE/secret")" >>"$OUTSIDE/zone"
	sed -i "s|zonefile: .*|zonefile: \"$OUTSIDE/zone\"|" conf/unbound.conf
	start
	ask secret.example.org TXT
}

theft_by_an_include()
{
	printf 'server:\nlocal-data: "secret.example.org. TXT %s"\n' "$(cat "$OUTSIDE/secret")" >"$OUTSIDE/include"
	echo "include: \"$OUTSIDE/include\"" >>conf/unbound.conf
	start
	ask secret.example.org TXT
}
