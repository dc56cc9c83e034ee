#!/bin/bash -e
# A script: modules of each place, C ones among them; a child by fork; a temporary
# file that is renamed.

setup()
{
	mkdir app out
	echo "package Mine; sub upper { return uc(shift) } 1;" >app/Mine.pm
	cat >app/main.pl <<-'END'
		use strict;
		use warnings;
		use FindBin;
		use lib $FindBin::Bin;
		use Mine;
		use Encode qw(encode);
		use File::Temp qw(tempfile);
		use JSON::PP;
		use POSIX qw(strftime);
		open(my $in, '<', shift) or die "$!\n";
		my @lines = <$in>;
		my ($out, $name) = tempfile(DIR => 'out');
		my $child = open(my $from_child, '-|') // die "$!\n";
		if (!$child) {
			print Mine::upper($_) for sort @lines;
			exit;
		}
		print $out JSON::PP->new->canonical->encode({
			lines => [<$from_child>], time => strftime('%Y', gmtime 0),
			bytes => length encode('UTF-16LE', 'ab')
		});
		close $out;
		rename $name, 'out/result' or die "$!\n";
	END
	printf 'b\na\n' >app/input
}

job()
{
	program perl app/main.pl app/input
	[ "$(cat out/result)" = '{"bytes":4,"lines":["A\n","B\n"],"time":"1970"}' ]
	echo c >>app/input
	program perl app/main.pl app/input
	grep -q 'C\\n' out/result
}

theft_of_a_file()
{
	sed -i s/uc/lc/ app/Mine.pm
	program perl app/main.pl "$OUTSIDE/secret"
	cat out/result
}

theft_by_a_command()
{
	denied_by 'execve\("/bin/cat", .* = -1 EACCES'
	echo 'exec "/bin/cat", shift' >app/main.pl
	program perl app/main.pl "$OUTSIDE/secret"
}

theft_by_code()
{
	echo "print '$(cat "$OUTSIDE/secret")'" >"$OUTSIDE/code.pl"
	echo 'do shift or die $!' >app/main.pl
	program perl app/main.pl "$OUTSIDE/code.pl"
}
