#!/bin/bash -e
# Makes a key, signs, verifies, encrypts and decrypts. gpg starts an agent, which has
# the key.

setup()
{
	# Not what GnuPG takes for its default: the agent of that might be one that is there.
	export GNUPGHOME=$T/keys
	mkdir -m 700 keys
	mkdir text
	echo hello >text/file
}

gpg()
{
	program gpg --batch --yes --quiet "$@"
}

make_key()
{
	gpg --passphrase '' --quick-generate-key "$1" ed25519 default never
	servers+=("$(program gpg-connect-agent --no-autostart 'getinfo pid' /bye | sed -n 's/^D //p')")
	gpg --passphrase '' --quick-add-key "$(gpg --with-colons --list-keys | sed -n 's/^fpr:*\([^:]*\):$/\1/p')" cv25519
}

job()
{
	make_key demo@localhost
	gpg --detach-sign -o text/file.sig text/file
	gpg --verify text/file.sig text/file
	gpg --encrypt -r demo@localhost -o text/file.gpg text/file
	gpg --decrypt text/file.gpg | cmp - text/file
	echo changed >>text/file
	if gpg --verify text/file.sig text/file; then
		exit 1
	fi
}

theft_of_a_file()
{
	gpg --store --compress-algo none -o - "$OUTSIDE/secret" | cat -v
}

theft_of_keys()
{
	make_key "$(cat "$OUTSIDE/secret")"
	mv keys/pubring.kbx "$OUTSIDE"
	gpg --no-default-keyring --keyring "$OUTSIDE/pubring.kbx" --list-keys
	# Where there is /run/user, gpg has its sockets there, unless it is confined.
	gpgconf --kill gpg-agent
	gpgconf --remove-socketdir
}
