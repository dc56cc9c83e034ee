#!/bin/bash -e
# Packages of a repository, and those that are installed.

setup()
{
	mkdir state state/lists cache repository
	cat >repository/Packages <<-END
		Package: lla-demo
		Version: 1.0
		Architecture: all
		Maintainer: Nobody <nobody@localhost>
		Depends: dpkg
		Description: known to nobody else
	END
	echo "deb [trusted=yes] file:$T/repository ./" >sources.list
	cat >apt.conf <<-END
		Dir::Etc::SourceList "$T/sources.list";
		Dir::Etc::SourceParts "-";
		Dir::State "$T/state";
		Dir::State::Status "/var/lib/dpkg/status";
		Dir::Cache "$T/cache";
		Dir::Cache::PkgCache "";
		Dir::Cache::SrcPkgCache "";
		APT::Sandbox::User "root";
	END
	export APT_CONFIG=$T/apt.conf
	# A machine that takes the packages of another one, too.
	mkdir dpkg
	export DPKG_ADMINDIR=$T/dpkg
	printf '%s\n' "$(dpkg --print-architecture)" armhf armel >dpkg/arch
	sed 's/all/armel/; s/lla-demo/lla-armel/' repository/Packages >repository/Packages.armel
	{ echo; cat repository/Packages.armel; } >>repository/Packages
	# Without what the machine's settings would have run as well.
	{ cat apt.conf; echo 'Dir::Etc::Parts "-"; Dir::Etc::Main "-";'; } >update.conf
	APT_CONFIG=$T/update.conf apt-get update -q
}

job()
{
	program apt-cache show lla-demo | grep -qx 'Version: 1.0'
	program apt-cache search 'known to nobody' | grep -q ^lla-demo
	program apt-cache policy dpkg >installed 2>problems
	grep -q 'Installed: [0-9]' installed
	[ ! -s problems ]
	program apt-cache show lla-armel | grep -qx 'Architecture: armel'
	program apt-cache depends lla-demo | grep -q 'Depends: dpkg'
}

# What is installed on another machine.
theft_of_a_status()
{
	sed "1s/.*/Package: $(cat "$OUTSIDE/secret")/" repository/Packages >"$OUTSIDE/status"
	echo Status: install ok installed >>"$OUTSIDE/status"
	program apt-cache -o Dir::State::Status="$OUTSIDE/status" pkgnames
}

theft_by_a_program()
{
	denied_by 'execve\(.*inside/own-dpkg".* = -1 EACCES'
	printf '#!/bin/sh\ncat "%s" >loot\n' "$OUTSIDE/secret" >own-dpkg
	chmod +x own-dpkg
	program apt-cache -o Dir::Bin::Dpkg="$T/own-dpkg" show lla-demo
	cat loot
}
