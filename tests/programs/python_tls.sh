#!/bin/bash -e
# A Python script that fetches a page over TLS and keeps what it says.

setup()
{
	PYTHON=$(python3 -c 'import os; print(os.path.dirname(os.__file__))')
	export PYTHON
	free_port PORT
	mkdir site cache
	echo '{"answer": 42}' >site/page
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 \
		-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out ca.pem 2>log
	cat >app.py <<-END
		import json, ssl, sys, urllib.request
		context = ssl.create_default_context(cafile="ca.pem")
		with urllib.request.urlopen("https://127.0.0.1:$PORT/page", context=context) as page:
		    answer = json.load(page)
		with open("cache/answer", "w") as f:
		    print(answer["answer"], file=f)
		exec(sys.argv[1] if len(sys.argv) > 1 else "")
	END
	cd site
	server openssl s_server -accept "$PORT" -cert ../ca.pem -key ../key.pem -WWW -quiet
	cd ..
	wait_for answers "$PORT"
}

job()
{
	program python3 app.py
	[ "$(cat cache/answer)" = 42 ]
}

# What somebody has the script do besides, who has found a hole in it.

theft_of_a_file()
{
	program python3 app.py "print(open('$OUTSIDE/secret').read())"
}

theft_by_a_signal()
{
	denied_by 'kill\([0-9]+, SIGUSR1\) += -1 EPERM'
	bash -c 'trap "cat \"$OUTSIDE/secret\"; exit" USR1; echo >ready; while :; do sleep 0.02; done' &
	servers+=($!)
	wait_for test -e ready
	program python3 app.py "import os, signal; os.kill($!, signal.SIGUSR1)"
	wait $!
}

theft_by_an_abstract_socket()
{
	denied_by 'connect\(.*sun_path=@"lla-.* = -1 EPERM'
	local name=lla-$RANDOM$RANDOM$RANDOM
	python3 - "$name" <<-END &
		import os, socket, sys
		s = socket.socket(socket.AF_UNIX)
		s.bind("\0" + sys.argv[1])
		s.listen()
		open("ready", "w").close()
		s.accept()[0].sendall(open(os.environ["OUTSIDE"] + "/secret", "rb").read())
	END
	servers+=($!)
	wait_for test -e ready
	program python3 app.py "import socket; s = socket.socket(socket.AF_UNIX); s.connect('\\0$name'); print(s.makefile().read())"
}
