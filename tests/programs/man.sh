#!/bin/bash -e
# A page through all that formats it, to a pager.

setup()
{
	mkdir -p pages/man1
	cat >pages/man1/demo.1 <<-'END'
		.TH DEMO 1
		.SH NAME
		demo \- a page
		.SH DESCRIPTION
		.TS
		l l.
		left	right
		.TE
	END
	gzip -c pages/man1/demo.1 >pages/man1/packed.1.gz
	echo '.so man1/demo.1' >pages/man1/other.1
	export MANPATH=$T/pages MANWIDTH=70 MANPAGER=cat
}

job()
{
	program man demo | grep -q 'left *right'
	program man packed | grep -q 'demo - a page'
	program man other | grep -q 'demo - a page'
	program man ./pages/man1/demo.1 | grep -q 'demo - a page'
	[ "$(program man -w demo)" = "$T/pages/man1/demo.1" ]
}

theft_of_a_file()
{
	program man "$OUTSIDE/secret"
}

# A page can have another file formatted besides itself.
theft_by_a_page()
{
	denied_by '/outside[/>].* = -1 EACCES'
	printf '.nf\n.so %s\n' "$OUTSIDE/secret" >>pages/man1/demo.1
	program man demo
}
