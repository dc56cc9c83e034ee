#!/bin/bash -e
# shellcheck disable=SC2016 # it is for php
# A site with its own web server, a session, an include, extensions and a time zone; and
# a script on the command line.

setup()
{
	free_port PORT
	mkdir site sessions lib tmp
	echo "<?php function twice(\$n) { return 2 * \$n; }" >lib/lib.php
	cat >site/index.php <<-'END'
		<?php
		require '../lib/lib.php';
		session_start();
		$_SESSION['count'] = ($_SESSION['count'] ?? 0) + 1;
		$summer = new DateTime('@1000000000');
		$summer->setTimezone(new DateTimeZone('Europe/Berlin'));
		echo json_encode([twice($_SESSION['count']), iconv('UTF-8', 'ISO-8859-1', 'a'), $summer->format('T')]);
	END
	echo '<?php echo file_get_contents($_GET["page"]);' >site/show.php
	echo hello >site/page
}

start()
{
	server php -d session.save_path="$T/sessions" -d opcache.lockfile_path="$T/tmp" -S "127.0.0.1:$PORT" -t site
	wait_for answers "$PORT"
}

job()
{
	start
	curl -sS -c cookies "http://127.0.0.1:$PORT/" | grep -Fx '[2,"a","CEST"]'
	curl -sS -b cookies "http://127.0.0.1:$PORT/" | grep -Fx '[4,"a","CEST"]'
	curl -sS "http://127.0.0.1:$PORT/page" | cmp - site/page
	[ "$(program php -r 'require "lib/lib.php"; echo twice(21), escapeshellarg("ä");')" = "42'ä'" ]
}

# The oldest hole of all.
theft_by_a_parameter()
{
	start
	curl -sS "http://127.0.0.1:$PORT/show.php?page=../../outside/secret"
}

theft_by_a_command()
{
	denied_by 'execve\("/bin/sh".* = -1 EACCES'
	echo '<?php passthru($_GET["run"]);' >site/show.php
	start
	curl -sS -G --data-urlencode "run=cat '$OUTSIDE/secret'" "http://127.0.0.1:$PORT/show.php"
}
