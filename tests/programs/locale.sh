#!/bin/bash -e
# date, sort, printf and iconv in another language: a locale that is made for the test, a
# time zone, a character set.

setup()
{
	mkdir text
	# Once, as it takes long.
	! mkdir ../locales || localedef -i de_DE -f UTF-8 --no-archive ../locales/de_DE.UTF-8
	cp -r ../locales .
	printf 'Zug\nÄpfel\nBirnen\nOfen\n' >text/words
	echo 1970-07-01 >text/dates
	export LOCPATH=$T/locales LC_ALL=de_DE.UTF-8
}

job()
{
	[ "$(TZ=Europe/Berlin program date -d @1000000000 '+%A, %B %Z')" = 'Sonntag, September CEST' ]
	[ "$(program date -f text/dates +%B)" = Juli ]
	program sort text/words | tr '\n' ' ' | grep -qx 'Äpfel Birnen Ofen Zug '
	# A character of two bytes, in one of another set.
	[ "$(program printf '\u00e4' | od -An -tx1 | tr -d ' ')" = c3a4 ]
	[ "$(LC_ALL=de_DE.UTF-8 program iconv -f ISO-8859-15 -t UTF-8 <<<$'\xa4')" = € ]
}

# A file of dates that are none.
theft_by_date()
{
	program date -f "$OUTSIDE/secret"
}

theft_by_sort()
{
	program sort "$OUTSIDE/secret"
}

theft_by_iconv()
{
	program iconv -f UTF-8 -t UTF-16LE "$OUTSIDE/secret" | tr -d '\0'
}
