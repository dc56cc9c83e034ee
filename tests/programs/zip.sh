#!/bin/bash -e
# zip and unzip: an archive with directories and a link, updated, taken apart again.

setup()
{
	mkdir tree tree/sub archive target
	echo one >tree/one
	echo two >tree/sub/two
	ln -s one tree/link
}

job()
{
	program zip -q -r -y archive/tree.zip tree
	echo more >>tree/one
	program zip -q archive/tree.zip tree/one
	program unzip -q -t archive/tree.zip
	program unzip -q archive/tree.zip -d target
	diff -r --no-dereference tree target/tree
	# Over what is there.
	program unzip -q -o archive/tree.zip -d target
	[ "$(program unzip -p archive/tree.zip tree/sub/two)" = two ]
}

theft_of_a_file()
{
	program zip -q archive/loot.zip "$OUTSIDE/secret"
	unzip -p archive/loot.zip
}

theft_by_a_link()
{
	denied_by 'tree/link".* = -1 EACCES'
	ln -sf "$OUTSIDE/secret" tree/link
	program zip -q -r archive/loot.zip tree
	unzip -p archive/loot.zip tree/link
}

# An archive with a name that leads out of where it is unpacked.
theft_by_a_name()
{
	echo overwritten >"$OUTSIDE/file"
	(cd archive && zip -q evil.zip ../../outside/file)
	echo original >"$OUTSIDE/file"
	program unzip -q -o -: archive/evil.zip -d target
	grep -qx overwritten "$OUTSIDE/file"
	cat "$OUTSIDE/secret"
}
