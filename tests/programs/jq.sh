#!/bin/bash -e
# shellcheck disable=SC2016 # it is for jq
# Filters, with a module, data from a second file, and a time zone.

setup()
{
	mkdir data
	echo '{"list": [1, 2], "at": 0}' >data/input.json
	echo '{"factor": 10}' >data/config.json
	echo 'def scale(n): map(. * n);' >data/lib.jq
}

job()
{
	[ "$(program jq -c -L data --slurpfile c data/config.json \
		'import "lib" as lib; .list | lib::scale($c[0].factor)' data/input.json)" = '[10,20]' ]
	[ "$(TZ=Europe/Berlin program jq -r '.at | strflocaltime("%H")' data/input.json)" = 01 ]
	[ "$(program jq -r '.at | todate' <data/input.json)" = 1970-01-01T00:00:00Z ]
}

theft_of_a_file()
{
	program jq -R . "$OUTSIDE/secret"
}

theft_by_an_option()
{
	program jq -n -r --rawfile secret "$OUTSIDE/secret" '$secret'
}

theft_by_a_module()
{
	echo "\"$(cat "$OUTSIDE/secret")\"" >"$OUTSIDE/loot.json"
	program jq -n "import \"loot\" as \$loot {search: \"$OUTSIDE\"}; \$loot[0]"
}
