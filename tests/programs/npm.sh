#!/bin/bash -e
# Packs a package, and installs it into another one, without a network. A script of
# the package runs on the way.

setup()
{
	# Where the modules that npm consists of are, in Debian's package or in another.
	NPM=$(readlink -f /usr/bin/npm)
	export NPM=${NPM%/npm/bin/*}
	mkdir dep app .npm
	# Not the settings of this machine, which can name any other file.
	export npm_config_update_notifier=false npm_config_globalconfig=$T/.npm/npmrc
	cat >dep/package.json <<-'END'
		{ "name": "dep", "version": "1.0.0", "bin": "answer.js",
		  "scripts": { "postinstall": "node post.js" } }
	END
	printf '#!/usr/bin/node\nconsole.log(6 * 7);\n' >dep/answer.js
	echo "require('fs').writeFileSync('built', 'built');" >dep/post.js
	echo '{ "name": "app", "version": "1.0.0" }' >app/package.json
}

install()
{
	(cd dep && program npm pack --silent)
	(cd app && program npm install --offline --no-audit --no-fund --loglevel=error ../dep/dep-1.0.0.tgz)
}

job()
{
	install
	[ -s app/node_modules/dep/built ]
	[ "$(app/node_modules/.bin/dep)" = 42 ]
	(cd app && program npm ls --parseable) | grep -q 'node_modules/dep$'
	(cd app && program npm uninstall --no-audit dep)
	[ ! -e app/node_modules/dep ]
}

theft_by_a_script()
{
	echo "const fs = require('fs'); fs.copyFileSync('$OUTSIDE/secret', 'built');" >dep/post.js
	install
	cat app/node_modules/dep/built
}

theft_by_a_shell()
{
	sed -i "s|node post.js|read s <'$OUTSIDE/secret'; echo \$s >built|" dep/package.json
	install
	cat app/node_modules/dep/built
}
