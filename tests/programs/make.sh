#!/bin/bash -e
# shellcheck disable=SC2016 # it is for make
# Builds in parallel, with a make in a make that shares its jobs.

setup()
{
	mkdir tree tree/sub
	printf '%s\n' 'all: a b c inner' \
		'a b c: input' '	cat input >$@' \
		'inner:' '	+$(MAKE) -C sub' \
		'clean:' '	rm -f a b c' \
		'-include extra.mk' '.PHONY: all inner clean' >tree/Makefile
	printf 'all: d e\nd e: ../input\n\tcat $< >$@\n' >tree/sub/Makefile
	echo hello >tree/input
}

job()
{
	program make -C tree -j 4
	for f in a b c sub/d sub/e; do
		cmp "tree/$f" tree/input
	done
	program make -C tree -q a
	program make -C tree clean
	[ ! -e tree/a ]
}

theft_by_a_recipe()
{
	printf 'steal:\n\tcat "%s"\n' "$OUTSIDE/secret" >tree/extra.mk
	program make -C tree steal
}

theft_by_a_function()
{
	echo "\$(info \$(file <$OUTSIDE/secret))" >tree/extra.mk
	program make -C tree
}

theft_by_an_include()
{
	printf 'all:\n\techo %s\n' "$(cat "$OUTSIDE/secret")" >"$OUTSIDE/Makefile"
	program make -C tree -f "$OUTSIDE/Makefile"
}
