# shellcheck shell=bash disable=SC2034,SC2154 # the variables of both sides
# A machine of a script's own: a root directory, in which the fleet's policies are switched
# on and off, and programs are started. The script reads tests/lib.sh, sets build and place,
# an empty directory, and reads this file. Then it enters namespaces of its own.
umask 022
ulimit -c 0

SHIM=$build/tests/liblandlock-auto.so
TOOL=$build/tests/landlock-auto
root=$place/root
preload=$root/etc/ld.so.preload
run=$root/run/landlock-auto
etc=$root$build/tests/etc
dir=$etc/landlock-auto.d
db=$dir/fleet.db
# The line of others in /etc/ld.so.preload, in states that have one.
others='# of others'

# need_file FILE...: what is built must be there.
need_file()
{
	for f; do
		[ -f "$f" ] || cannot "no $f: make -C BUILDDIR check TESTS="
	done
}

# enter ARGUMENT...: starts the script again, with --inside and these arguments, as process 1.
# There, `kill -1` reaches no process of others, and no mount outlives the script.
enter()
{
	exec "$top/tests/mounts" unshare --pid --fork --kill-child "$0" --inside "$@"
}

make_root()
{
	local installed
	copy_into "$root" /bin/cat /bin/ls /bin/sh /bin/su /bin/true /usr/bin/env "$SHIM" "$TOOL" "$TOOL-tool" \
		/etc/passwd /etc/group || return
	mkdir -p "$root/run" "$root/proc" "$root/dev" "$root/lib" "$root/etc/init.d" "$dir" kept
	chmod 4755 "$root/bin/su"
	cp "$build/conf/landlock-auto.init" "$root/etc/init.d/landlock-auto"
	installed=$(grep -o -m 1 '/[^ ]*/landlock-auto' "$root/etc/init.d/landlock-auto")
	mkdir -p "$root${installed%/*}" && ln -s "$TOOL" "$root$installed" || return
	: >"$root/dev/null"
	mount --bind /dev/null "$root/dev/null" && mount -t proc proc "$root/proc" &&
		mount -t tmpfs -o mode=755 run "$root/run" && cp "$SHIM" object
}

# policy [RULES]: a text for several programs, so that the database has several buckets.
policy()
{
	local n
	printf 'program "/bin/cat" { fs = {"r:/etc/passwd"%s} }\n' "${1-}"
	for n in 1 2 3 4 5 6 7 8 9; do
		printf 'program "/opt/%s" { fs = {"r:/etc/passwd"} }\n' $n
	done
}

tool()
{
	chroot "$root" "$TOOL" fleet "$@"
}

clear_machine()
{
	kill -KILL -1 2>/dev/null
	rm -rf "$preload" "$run" "$etc" "$root$SHIM"
}

# save NAME, restore NAME: keeps the machine as it is, except its programs; brings it back.
save()
{
	rm -rf "kept/$1" && mkdir "kept/$1" && cp -a "$etc" "kept/$1/etc" || return
	[ ! -e "$run" ] || cp -a "$run" "kept/$1/run" || return
	[ ! -e "$preload" ] && [ ! -L "$preload" ] || cp -a "$preload" "kept/$1/preload"
}

restore()
{
	clear_machine
	cp -a "kept/$1/etc" "$etc" && cp object "$root$SHIM" || die "cannot restore $1"
	[ ! -e "kept/$1/run" ] || cp -a "kept/$1/run" "$run"
	[ ! -e "kept/$1/preload" ] && [ ! -L "kept/$1/preload" ] || cp -a "kept/$1/preload" "$preload"
}

# States: fresh, without a database; off; on, by a link; off-file and on-file, with a file of
# others; unconfirmed.
make_states()
{
	policy >"$etc/landlock-auto.conf"
	save fresh && tool compile >log 2>&1 && save off && tool enable >log 2>&1 && save on &&
		restore off && echo "$others" >"$preload" && save off-file &&
		tool enable >log 2>&1 && save on-file && restore off &&
		tool enable --confirm-within 60s >log 2>&1 && save unconfirmed && return
	cat log
	return 1
}

# Ends all processes, empties /run and runs the boot script. Sets $said to its status.
boot()
{
	kill -KILL -1 2>/dev/null
	umount -l "$root/run"
	mount -t tmpfs -o mode=755 run "$root/run" || die "no tmpfs"
	{ timeout -k 1 60 chroot "$root" /bin/sh /etc/init.d/landlock-auto start >boot.log 2>&1; } 2>/dev/null
	said=$?
}

# outcome COMMAND...: runs it as an ordinary user. Sets $word, as tests/machine/bricks explains.
outcome()
{
	local status text
	{ timeout -k 1 "${patience:-5}" chroot --userspec=65534:65534 "$root" "$@" </dev/null >out 2>err; } 2>/dev/null
	status=$?
	case $status in
	0) word=runs ;;
	124 | 137) word=hangs ;;
	125) word=refused ;;
	127 | 13? | 14?) word=dead ;;
	*) word=status-$status ;;
	esac
	text=$(<err)
	if [ $status -eq 1 ] && [[ $text == *"/etc/group: Permission denied"* ]]; then
		word=confined
	fi
	[[ $text != *"ERROR: ld.so: object "* ]] || word+='*'
	[[ $text != *"landlock-auto: "* ]] || [ $status -eq 125 ] || word+='!'
}

both=$(cat /etc/passwd /etc/group)
one=$(cat /etc/passwd)

named()
{
	outcome /bin/cat /etc/passwd /etc/group
	case $word in
	confined*) [ "$(<out)" = "$one" ] || word=wrong ;;
	runs*) [ "$(<out)" = "$both" ] || word=wrong ;;
	esac
}

# Sets $seen: the words of a program that no policy names, and of one that is named.
probe()
{
	outcome /bin/true
	seen=$word
	named
	seen+=" $word"
}

# among WORD WORDS: whether it is one of several that bars separate.
among()
{
	[[ "|$2|" == *"|$1|"* ]]
}
