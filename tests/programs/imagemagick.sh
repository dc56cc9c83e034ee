#!/bin/bash -e
# convert: an image is drawn, made smaller, put into another format.

setup()
{
	# /etc/ImageMagick-6
	MAGICK=$(echo /etc/ImageMagick-*)
	export MAGICK
}

job()
{
	program convert -size 64x64 gradient:red-blue big.png
	program convert big.png -resize 50% -quality 90 small.jpg
	[ "$(program identify -format '%m %w %h' small.jpg)" = "JPEG 32 32" ]
	program convert small.jpg -colorspace gray out.gif
	[ "$(head -c 6 out.gif)" = GIF89a ]
	program identify -list policy | grep -A 1 'rights: None' | grep -q 'pattern: HTTPS'
}

# Any file is an image, if it is said how wide.
theft_of_a_file()
{
	program convert -size "$(stat -c %s "$OUTSIDE/secret")x1" -depth 8 "gray:$OUTSIDE/secret" gray:-
}

theft_by_writing()
{
	program convert -size 8x8 xc:red "$OUTSIDE/picture.png"
	[ ! -s "$OUTSIDE/picture.png" ] || cat "$OUTSIDE/secret"
}
