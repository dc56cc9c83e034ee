#!/bin/bash -e
# Clones by path, by file:// and over HTTP; a commit, a push, a merge.

setup()
{
	export GIT_CONFIG_NOSYSTEM=1
	export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@localhost
	export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@localhost
	free_port PORT
	mkdir work
	cd work
	git init -q -b main first
	echo one >first/file
	git -C first add file
	git -C first commit -q -m one
	git clone -q --bare first origin.git
	git -C origin.git update-server-info
	python3 -m http.server --bind 127.0.0.1 "$PORT" &
	servers+=($!)
	wait_for answers "$PORT"
}

job()
{
	program git clone -q "$T/work/origin.git" a
	program git clone -q "file://$T/work/origin.git" b
	program git clone -q "http://127.0.0.1:$PORT/origin.git" c
	cmp c/file first/file
	cd a
	echo two >>file
	program git commit -q -a -m two
	program git push -q
	cd ../b
	echo other >other
	program git add other
	program git commit -q -m other
	program git pull -q --no-rebase --no-edit
	cmp file ../a/file
	[ "$(program git log --format=%s -- file | head -n 1)" = two ]
	git fsck --strict
}

# What comes with a repository can be written and read, and not executed.
theft_by_a_hook()
{
	denied_by 'execve\("\.git/hooks/pre-commit".* = -1 EACCES'
	git clone -q origin.git a
	printf '#!/bin/sh\ncat "%s"\n' "$OUTSIDE/secret" >a/.git/hooks/pre-commit
	chmod +x a/.git/hooks/pre-commit
	program git -C a commit -q --allow-empty -m theft
}

# What a repository's settings can make of git.
theft_by_an_alias()
{
	git -C first config alias.steal "!read secret <'$OUTSIDE/secret'; echo \"\$secret\"; :"
	program git -C first steal
}

theft_by_diff()
{
	program git diff --no-index /dev/null "$OUTSIDE/secret"
}

theft_by_clone()
{
	git init -q "$OUTSIDE/repo"
	cp "$OUTSIDE/secret" "$OUTSIDE/repo"
	git -C "$OUTSIDE/repo" add secret
	git -C "$OUTSIDE/repo" commit -q -m secret
	program git clone -q "$OUTSIDE/repo" stolen
	cat stolen/secret
}
