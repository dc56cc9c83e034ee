# shellcheck shell=sh disable=SC2034,SC2154 # the variables of both sides
# The scripts of the tests share this. A script sets me, its name in messages, and reads the
# file: . "$(dirname "$0")/../lib.sh". The shell may be dash, bash or busybox.

LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL PATH
unset CDPATH LD_PRELOAD LANDLOCK_AUTO LANDLOCK_AUTO_CONFIG LANDLOCK_AUTO_VERBOSE LANDLOCK_AUTO_KEEP

# The top of the source tree.
top=$(cd "$(dirname "$0")" && pwd) || exit 2
while [ "$top" ] && [ ! -f "$top/tests/lib.sh" ]; do
	top=${top%/*}
done

# Scripts keep here what they fetch from the archive. Each adds its own name.
caches=${XDG_CACHE_HOME:-${HOME-}/.cache}/landlock-auto

# die MESSAGE...: the script cannot go on.
die()
{
	echo "$me: $*" >&2
	exit 1
}

# cannot MESSAGE...: the script cannot do its work on this machine, or not like this.
cannot()
{
	echo "$me: $*" >&2
	exit 2
}

# need COMMAND PACKAGES: remembers that a command is not there.
lacking=
need()
{
	command -v "$1" >/dev/null && return
	echo "$me: $1 is not installed (on Debian: apt-get install --no-install-recommends $2)" >&2
	lacking=1
}

# Ends the script if need has missed anything.
need_all()
{
	[ -z "$lacking" ] || exit 2
}

need_root()
{
	[ "$(id -u)" -eq 0 ] || cannot "this is for root"
}

need_x86_64()
{
	[ "$(uname -m)" = x86_64 ] || cannot "what is built here is not for x86_64"
}

# libraries_of PROGRAM: the files that its loader takes, itself included.
libraries_of()
{
	ldd "$1" 2>/dev/null | grep -o '/[^ ]*'
}

# copy_into ROOT FILE...: copies files, and the libraries of programs, to the same paths.
copy_into()
{
	into=$1
	shift
	for file; do
		echo "$file"
		libraries_of "$file"
	done | sort -u | while read -r file; do
		mkdir -p "$into${file%/*}" && cp -L "$file" "$into$file" || return
	done
}

# private_apt DIRECTORY MACHINE <SOURCES: prepares an apt, which is run with
# -c DIRECTORY/conf. It has the proxy of this machine and nothing else of it, so it needs no
# privilege. It checks signatures. It takes no package for installed, so a package comes with
# all that it depends on.
private_apt()
{
	mkdir -p "$1/lists/partial" "$1/archives/partial" "$1/none" || return
	: >"$1/status"
	cat >"$1/sources"
	cat >"$1/conf" <<-END
		#clear APT::Update;
		#clear DPkg::Post-Invoke;
		#clear APT::Architectures;
		APT::Architecture "$2";
		APT::Architectures { "$2"; };
		APT::Sandbox::User "$(id -un)";
		APT::Install-Recommends "false";
		Dir::Etc::SourceList "$1/sources";
		Dir::Etc::SourceParts "$1/none";
		Dir::Etc::Preferences "/dev/null";
		Dir::Etc::PreferencesParts "$1/none";
		Dir::State "$1";
		Dir::State::Lists "$1/lists";
		Dir::State::status "$1/status";
		Dir::Cache "$1";
		Dir::Cache::Archives "$1/archives";
		Dir::Cache::pkgcache "$1/pkgcache.bin";
		Dir::Cache::srcpkgcache "";
		Acquire::Check-Valid-Until "false";
		Acquire::Retries "3";
		Acquire::Languages "none";
		Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
		Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
		Acquire::IndexTargets::deb::DEP-11-icons-small::DefaultEnabled "false";
		Acquire::IndexTargets::deb::DEP-11-icons::DefaultEnabled "false";
	END
}

# apt_source MACHINE MIRROR RELEASE: a line for private_apt.
apt_source()
{
	keys=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -f $keys ] && keys=" signed-by=$keys" || keys=
	echo "deb [arch=$1$keys] $2 $3 main"
}

# debian_tar TAR FINISH RELEASE MIRROR [OPTION...]: makes, once, a tar archive of a minimal
# Debian: debootstrap with these options, then FINISH DIRECTORY. Leaves TAR.log.
debian_tar()
{
	[ ! -s "$1" ] || return 0
	echo "$me: making $3, which takes minutes" >&2
	mkdir -p "${1%/*}" || exit 2
	make_debian "$@" >"$1.log" 2>&1 || die "$3 cannot be made: $(tail -n 3 "$1.log")"
}

make_debian()
{
	tar=$1 finish=$2 release=$3 mirror=$4
	shift 4
	rm -rf --one-file-system "$tar.root" &&
		debootstrap --variant=minbase "$@" "$release" "$tar.root" "$mirror" && "$finish" "$tar.root" &&
		rm -rf "$tar.root"/var/cache/apt/* "$tar.root"/var/lib/apt/lists/* &&
		tar -C "$tar.root" -cf "$tar.new" . && mv "$tar.new" "$tar" &&
		rm -rf --one-file-system "$tar.root"
}
