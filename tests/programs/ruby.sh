#!/bin/bash -e
# A script: the standard library, an extension with a library of its own, a thread, a
# child by fork.

setup()
{
	mkdir app out
	cat >app/main.rb <<-'END'
		require 'json'
		require 'yaml'
		require 'digest'
		require_relative 'mine'
		text = File.read(ARGV[0])
		sum = Thread.new { Digest::SHA256.hexdigest(text) }.value
		read, write = IO.pipe
		fork { write.puts upper(text) }
		write.close
		File.write('out/new', JSON.dump(text: read.read, sum: sum[0, 6], list: YAML.load('[1, 2]')))
		Process.wait
		File.rename('out/new', 'out/result')
	END
	echo "def upper(text) = text.upcase" >app/mine.rb
	echo hello >app/input
}

job()
{
	program ruby app/main.rb app/input
	[ "$(cat out/result)" = '{"text":"HELLO\n","sum":"5891b5","list":[1,2]}' ]
	program ruby app/main.rb app/input
}

theft_of_a_file()
{
	echo "def upper(text) = text" >app/mine.rb
	program ruby app/main.rb "$OUTSIDE/secret"
	cat out/result
}

theft_by_code()
{
	echo "puts '$(cat "$OUTSIDE/secret")'" >"$OUTSIDE/code.rb"
	echo "load '$OUTSIDE/code.rb'" >app/mine.rb
	program ruby app/mine.rb
}

theft_by_a_command()
{
	denied_by 'execve\("/bin/cat".* = -1 EACCES'
	echo "puts IO.popen(['/bin/cat', ARGV[0]]).read" >app/mine.rb
	program ruby app/mine.rb "$OUTSIDE/secret"
}
