#!/bin/bash -e
# A script with a module, a thread, the pool of threads behind fs, and streams.

setup()
{
	mkdir app out
	echo 'module.exports = s => s.toUpperCase();' >app/upper.js
	cat >app/main.js <<-'END'
		const fs = require('fs');
		const zlib = require('zlib');
		const { Worker, isMainThread, parentPort } = require('worker_threads');
		if (!isMainThread) {
			parentPort.postMessage(require('./upper')('from a thread'));
			return;
		}
		new Worker(__filename).on('message', text => {
			fs.promises.readFile(process.argv[2], 'utf8')
				.then(s => fs.promises.writeFile('out/text', s + text + '\n'))
				.then(() => fs.createReadStream(process.argv[2])
					.pipe(zlib.createGzip()).pipe(fs.createWriteStream('out/text.gz')));
		});
	END
	echo "from a file" >app/input
}

job()
{
	program node app/main.js app/input
	printf 'from a file\nFROM A THREAD\n' | cmp - out/text
	zcat out/text.gz | cmp - app/input
	# Over what is there.
	echo more >>app/input
	program node app/main.js app/input
	printf 'from a file\nmore\nFROM A THREAD\n' | cmp - out/text
}

theft_of_a_file()
{
	program node app/main.js "$OUTSIDE/secret"
	cat out/text
}

# A module that has turned bad.
theft_by_a_child()
{
	denied_by 'execve\("/usr/bin/cat".* = -1 EACCES'
	echo "console.log(require('child_process').execFileSync('cat', ['$OUTSIDE/secret'], { encoding: 'utf8' }));" >app/upper.js
	program node app/upper.js
}

theft_by_a_link()
{
	denied_by '"app/link".* = -1 EACCES'
	echo "require('fs').copyFileSync('app/link', 'out/loot')" >app/upper.js
	ln -s "$OUTSIDE/secret" app/link
	program node app/upper.js
	cat out/loot
}
