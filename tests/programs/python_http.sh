#!/bin/bash -e
# python3 -m http.server: a page and a list of pages.

setup()
{
	PYTHON=$(python3 -c 'import os; print(os.path.dirname(os.__file__))')
	export PYTHON
	free_port PORT
	mkdir site
	echo hello >site/page
	ln -s "$OUTSIDE/secret" site/link
}

serve()
{
	server python3 -m http.server --bind 127.0.0.1 --directory site "$PORT"
	wait_for answers "$PORT"
}

job()
{
	serve
	curl -sS "http://127.0.0.1:$PORT/page" | cmp - site/page
	curl -sS "http://127.0.0.1:$PORT/" | grep -q '"page"'
}

# Python follows links out of the directory that it is to serve.
theft_by_a_link()
{
	denied_by '"site/link".* = -1 EACCES'
	serve
	curl -sS "http://127.0.0.1:$PORT/link"
}
