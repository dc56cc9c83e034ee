#!/bin/bash -e
# A program in Java that comes with it: keytool makes a key in a store, and shows it.

setup()
{
	mkdir keys
	JAVA=$(dirname "$(dirname "$(readlink -f /usr/bin/keytool)")")
	JAVA_SETTINGS=$(dirname "$(dirname "$(readlink -f "$JAVA/conf/security/java.security")")")
	export JAVA JAVA_SETTINGS
}

keytool()
{
	program keytool "$@" -storepass password
}

job()
{
	keytool -genkeypair -alias demo -keyalg EC -dname CN=demo -keystore keys/store
	keytool -list -keystore keys/store | grep -q '^demo, '
	keytool -exportcert -rfc -alias demo -keystore keys/store -file keys/cert.pem
	openssl x509 -in keys/cert.pem -noout -subject | grep -q 'CN = demo'
}

theft_of_a_key()
{
	/usr/bin/keytool -genkeypair -alias "$(cat "$OUTSIDE/secret")" -keyalg EC -dname CN=other \
		-keystore "$OUTSIDE/store" -storepass password
	keytool -list -keystore "$OUTSIDE/store"
}

theft_by_import()
{
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 \
		-subj "/CN=$(cat "$OUTSIDE/secret")" -keyout /dev/null -out "$OUTSIDE/cert.pem"
	keytool -printcert -file "$OUTSIDE/cert.pem"
}
