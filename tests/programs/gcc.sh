#!/bin/bash -e
# make, and gcc with all that it starts, build a program of two files.

setup()
{
	export TMPDIR=$T/tmp
	mkdir src tmp
	printf '#include <stdio.h>\n#include "two.h"\nint main(void) { printf("%%d\\n", two()); return 0; }\n' >src/one.c
	printf '#include "two.h"\n#include <math.h>\nint two(void) { return (int)sqrt(4.0); }\n' >src/two.c
	printf 'int two(void);\n' >src/two.h
	# shellcheck disable=SC2016 # make's variables
	printf 'CFLAGS = -O2 -g -Wall -MMD\nprog: one.o two.o\n\t$(CC) -o $@ $^ -lm\nclean:\n\trm -f prog *.o *.d\n-include *.d\n' >src/Makefile
}

job()
{
	program make -C src CC=gcc clean prog
	[ "$(src/prog)" = 2 ]
	sed -i 's/4.0/9.0/' src/two.c
	program make -C src CC=gcc
	[ "$(src/prog)" = 3 ]
}

theft_by_include()
{
	printf '#include "%s"\n' "$OUTSIDE/secret" >src/two.c
	program make -C src CC=gcc
}

theft_by_assembler()
{
	printf '__asm__(".incbin \\"%s\\"");\n' "$OUTSIDE/secret" >src/steal.c
	program gcc -c src/steal.c -o src/steal.o
	cat src/steal.o
}

theft_by_a_recipe()
{
	# shellcheck disable=SC2016
	printf 'prog:\n\t@read s <"%s"; echo "$$s"\n' "$OUTSIDE/secret" >src/Makefile
	program make -C src
}
