#!/bin/bash -e
# Edits a file, with a backup in another directory, a swap file, a history, and undo of
# an earlier session.

setup()
{
	mkdir text backup undo
	echo one >text/file
	cat >.vimrc <<-'END'
		set nocompatible backup backupdir=~/backup backupskip= backupcopy=no
		set undofile undodir=~/undo
		set viminfofile=~/undo/viminfo
		syntax on
		filetype plugin on
	END
}

edit()
{
	program vim -es -u .vimrc "$@"
}

job()
{
	# A file that is saved is a new one, and the old one goes to another directory.
	inode=$(stat -c %i text/file)
	edit -c 's/one/two/' -c wq text/file
	grep -qx two text/file
	grep -qx one backup/file~
	[ "$(stat -c %i backup/file~)" = "$inode" ]
	# Undo of another session.
	edit -c undo -c wq text/file
	grep -qx one text/file
	grep -qx two backup/file~
	grep -qF text/file undo/viminfo
}

theft_of_a_file()
{
	edit -c "read $OUTSIDE/secret" -c wq text/file
	cat text/file
}

theft_by_a_command()
{
	denied_by 'execve\(".*/sh", .* = -1 EACCES'
	edit -c "!cat '$OUTSIDE/secret' >text/file" -c q! text/file
	cat text/file
}

theft_by_writing()
{
	edit -c "write! $OUTSIDE/file" -c q text/file
	grep -qx one "$OUTSIDE/file"
	cat "$OUTSIDE/secret"
}
