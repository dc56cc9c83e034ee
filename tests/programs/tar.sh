#!/bin/bash -e
# A compressed archive: made, listed, unpacked somewhere else.

setup()
{
	mkdir -p data/sub copy
	seq 10000 >data/numbers
	echo hello >data/sub/file
	chmod 600 data/sub/file
	ln -s numbers data/link
	ln data/numbers data/sub/hard
}

job()
{
	program tar -czf data.tar.gz data
	[ "$(program tar -tzf data.tar.gz | wc -l)" -eq 6 ]
	program tar -xzf data.tar.gz -C copy
	diff -r data copy/data
	program tar -tvzf data.tar.gz | grep -q "$(stat -c %U/%G data) .* data/sub/file"
	[ "$(stat -c %a copy/data/sub/file)" = 600 ]
	# Over what is there.
	program tar -xzf data.tar.gz -C copy
	diff -r data copy/data
}

theft_of_a_file()
{
	program tar -czf stolen.tar.gz "$OUTSIDE/secret"
	tar -xzOf stolen.tar.gz
}

theft_by_a_command()
{
	program tar -cf other.tar --checkpoint=1 --checkpoint-action="exec=read s <'$OUTSIDE/secret'; echo \$s" data
}

# An archive with an absolute name in it, unpacked by somebody careless.
theft_by_an_absolute_name()
{
	echo written >"$OUTSIDE/key"
	tar -cPf evil.tar "$OUTSIDE/key"
	rm "$OUTSIDE/key"
	program tar -xPf evil.tar
	[ ! -e "$OUTSIDE/key" ] || cat "$OUTSIDE/secret"
}
