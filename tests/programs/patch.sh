#!/bin/bash -e
# Applies a patch, with backups in another directory, a new file, one that is deleted
# and one that is renamed to another directory.

setup()
{
	mkdir tree tree/sub tree/backup
	echo one >tree/file
	echo gone >tree/gone
	seq 20 >tree/moved
	cat >changes.diff <<-'END'
		diff --git a/file b/file
		--- a/file
		+++ b/file
		@@ -1 +1 @@
		-one
		+two
		diff --git a/gone b/gone
		deleted file mode 100644
		--- a/gone
		+++ /dev/null
		@@ -1 +0,0 @@
		-gone
		diff --git a/new b/new
		new file mode 100755
		--- /dev/null
		+++ b/new
		@@ -0,0 +1 @@
		+new
		diff --git a/moved b/sub/moved
		similarity index 100%
		rename from moved
		rename to sub/moved
	END
}

job()
{
	inode=$(stat -c %i tree/file)
	program patch -d tree -p1 -b -B backup/ <changes.diff
	grep -qx two tree/file
	# The backup is the old file itself.
	grep -qx one tree/backup/file
	[ "$(stat -c %i tree/backup/file)" = "$inode" ]
	[ -x tree/new ]
	[ ! -e tree/gone ]
	seq 20 | cmp - tree/sub/moved
	[ ! -e tree/moved ]
	program patch -d tree -p1 -R <changes.diff
	[ -e tree/gone ]
	[ ! -e tree/sub ]
}

# patch does not believe what is in a patch, but its command line.
theft_by_input()
{
	printf -- '--- a\n+++ b\n@@ -1 +1,2 @@\n %s\n+and more\n' "$(cat "$OUTSIDE/secret")" >any
	program patch -o tree/stolen "$OUTSIDE/secret" <any
	cat tree/stolen
}

theft_by_output()
{
	sed -n 1,7p changes.diff | program patch -o "$OUTSIDE/new" tree/file
	grep -qx two "$OUTSIDE/new"
	cat "$OUTSIDE/secret"
}
