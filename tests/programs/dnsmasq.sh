#!/bin/bash -e
# A DNS server that answers from a file of hosts, and reads it again when told to.

setup()
{
	needs_root
	free_port PORT
	mkdir conf run
	echo "192.0.2.1 one.test" >conf/hosts
	cat >conf/dnsmasq.conf <<-END
		port=$PORT
		listen-address=127.0.0.1
		bind-interfaces
		no-resolv
		no-hosts
		addn-hosts=$T/conf/hosts
		pid-file=$T/run/pid
		log-facility=$T/run/log
	END
}

ask()
{
	dig +short +tries=1 +time=10 @127.0.0.1 -p "$PORT" "$@"
}

is()
{
	[ "$(ask "$1")" = "$2" ]
}

# As a daemon, and as the user that it becomes.
start()
{
	program dnsmasq -C conf/dnsmasq.conf
	wait_for [ -s run/pid ]
	servers+=("$(cat run/pid)")
}

job()
{
	start
	is one.test 192.0.2.1
	[ "$(ask -x 192.0.2.1)" = one.test. ]
	[ "$(ask +tcp one.test)" = 192.0.2.1 ]
	echo "192.0.2.2 two.test" >conf/hosts
	kill -HUP "$(cat run/pid)"
	wait_for is two.test 192.0.2.2
	grep -q "read $T/conf/hosts" run/log
}

theft_of_a_file()
{
	echo "192.0.2.3 $(cat "$OUTSIDE/secret").test" >"$OUTSIDE/hosts"
	echo "addn-hosts=$OUTSIDE/hosts" >>conf/dnsmasq.conf
	start
	ask -x 192.0.2.3
}

theft_by_a_log()
{
	sed -i "s|^log-facility=.*|log-facility=$OUTSIDE/log|" conf/dnsmasq.conf
	start
	wait_for grep -q "read $T/conf/hosts" "$OUTSIDE/log"
	cat "$OUTSIDE/secret"
}
