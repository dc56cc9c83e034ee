#!/bin/bash -e
# Makes a key, signs, verifies, encrypts and decrypts. gpg starts an agent, which has
# the key.

setup()
{
	mkdir -m 700 .gnupg
	mkdir text
	echo hello >text/file
}

gpg()
{
	program gpg --batch --yes --quiet "$@"
}

make_key()
{
	gpg --passphrase '' --quick-generate-key demo@localhost ed25519 default never
	servers+=("$(gpg-connect-agent --no-autostart 'getinfo pid' /bye | sed -n 's/^D //p')")
	gpg --passphrase '' --quick-add-key "$(gpg --with-colons --list-keys | sed -n 's/^fpr:*\([^:]*\):$/\1/p')" cv25519
}

job()
{
	make_key
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

# Another user's key, by an agent that is started for it.
theft_of_keys()
{
	cp -r .gnupg "$OUTSIDE/keys"
	program gpg --batch --homedir "$OUTSIDE/keys" --passphrase '' \
		--quick-generate-key "$(cat "$OUTSIDE/secret")" ed25519
	servers+=("$(gpg-connect-agent --homedir "$OUTSIDE/keys" --no-autostart 'getinfo pid' /bye | sed -n 's/^D //p')")
	program gpg --homedir "$OUTSIDE/keys" --list-keys
}
