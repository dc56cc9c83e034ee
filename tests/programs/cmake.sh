#!/bin/bash -e
# shellcheck disable=SC2016 # it is for cmake
# Configures a project, builds and installs it.

setup()
{
	mkdir source build target tmp
	export TMPDIR=$T/tmp
	MODULES=$(echo /usr/share/cmake-[0-9]*)
	export MODULES
	cat >source/CMakeLists.txt <<-'END'
		cmake_minimum_required(VERSION 3.18)
		include(extra.cmake OPTIONAL)
		project(demo C)
		add_library(answer SHARED answer.c)
		add_library(zero STATIC zero.c)
		add_executable(demo main.c)
		target_link_libraries(demo answer zero)
		install(TARGETS demo answer)
		file(WRITE ${CMAKE_BINARY_DIR}/processor ${CMAKE_SYSTEM_PROCESSOR})
	END
	echo 'int answer(void) { return 42; }' >source/answer.c
	echo 'int zero(void) { return 0; }' >source/zero.c
	echo 'int answer(void), zero(void); int main(void) { return answer() + zero(); }' >source/main.c
}

configure()
{
	program cmake -S source -B build -DCMAKE_BUILD_TYPE=Release
}

job()
{
	configure
	program cmake --build build -j 2
	program cmake --install build --prefix "$T/target"
	[ "$(cat build/processor)" = "$(uname -m)" ]
	# Nothing in it that leads to where it was built.
	if grep -qF "$T/build" target/bin/demo; then
		exit 1
	fi
	status=0
	LD_LIBRARY_PATH=target/lib target/bin/demo || status=$?
	[ "$status" -eq 42 ]
}

theft_of_a_file()
{
	printf 'file(READ %s secret)\nmessage(FATAL_ERROR ${secret})\n' "$OUTSIDE/secret" >source/extra.cmake
	configure
}

theft_by_a_program()
{
	denied_by 'execve\("/usr/bin/head".* = -1 EACCES'
	printf 'execute_process(COMMAND /usr/bin/head %s)\nmessage(FATAL_ERROR done)\n' "$OUTSIDE/secret" >source/extra.cmake
	configure
}
