#!/bin/bash -e
# A page to PDF and to an image, and the PDF to text.

setup()
{
	mkdir in out tmp
	export TMPDIR=$T/tmp
	printf '%%!PS\n/Times-Roman findfont 30 scalefont setfont 72 72 moveto (hello) show showpage\n' >in/page.ps
}

draw()
{
	program gs -q -dBATCH -dNOPAUSE "$@"
}

job()
{
	draw -sDEVICE=pdfwrite -o out/page.pdf in/page.ps
	draw -sDEVICE=pnggray -r30 -o out/page.png in/page.ps
	[ "$(head -c 4 out/page.png | tail -c 3)" = PNG ]
	draw -sDEVICE=txtwrite -o - out/page.pdf | grep -q hello
}

# A page is a program. -dNOSAFER is what it was by default for many years.
theft_by_a_page()
{
	printf '%%!PS\n(%s) (r) file 100 string readline pop = flush\n' "$OUTSIDE/secret" >in/page.ps
	draw -dNOSAFER -sDEVICE=nullpage in/page.ps
}

theft_by_a_pipe()
{
	denied_by 'execve\("/bin/sh".* = -1 EACCES'
	printf '%%!PS\n(%%pipe%%cat %s) (r) file 100 string readline pop = flush\n' "$OUTSIDE/secret" >in/page.ps
	draw -dNOSAFER -sDEVICE=nullpage in/page.ps
}
