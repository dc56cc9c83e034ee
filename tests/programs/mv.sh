#!/bin/bash -e
# mv: files and directories, within a directory and to another one, over what is there.

setup()
{
	mkdir -p from/dir to
	echo one >from/file
	echo two >from/dir/two
}

number()
{
	stat -c %i "$1"
}

# What has been renamed is the same file still; without leave to rename, mv makes a copy.
job()
{
	file=$(number from/file)
	dir=$(number from/dir)
	program mv from/file from/other
	program mv from/other to/file
	[ "$(number to/file)" = "$file" ]
	program mv from/dir to/dir
	[ "$(number to/dir)" = "$dir" ]
	grep -qx two to/dir/two
	echo three >from/file
	program mv from/file to/file
	grep -qx three to/file
	[ -z "$(ls from)" ]
}

theft_of_a_file()
{
	program mv "$OUTSIDE/secret" to/loot
	cat to/loot
}

theft_of_a_directory()
{
	mkdir "$OUTSIDE/dir"
	cp "$OUTSIDE/secret" "$OUTSIDE/dir/secret"
	program mv "$OUTSIDE/dir" to/loot
	cat to/loot/secret
}
