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
	openssl x509 -in keys/cert.pem -noout -subject | grep -q 'CN *= *demo'
}

# A key of somebody else's, by the name that it has in the store.
theft_of_a_key()
{
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 \
		-subj /CN=other -keyout "$OUTSIDE/key.pem" -out "$OUTSIDE/cert.pem"
	openssl pkcs12 -export -name "$(cat "$OUTSIDE/secret")" -inkey "$OUTSIDE/key.pem" \
		-in "$OUTSIDE/cert.pem" -passout pass:password -out "$OUTSIDE/store"
	keytool -list -keystore "$OUTSIDE/store"
}
