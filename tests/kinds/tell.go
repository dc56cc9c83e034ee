// SPDX-License-Identifier: ISC

// As tell.h has it.
package main

import "syscall"

func tell(who string) {
	for _, file := range []string{"good", "secret"} {
		said := "read"
		fd, err := syscall.Open(file, syscall.O_RDONLY, 0)
		if err == nil {
			syscall.Close(fd)
		} else if err == syscall.EACCES {
			said = "denied"
		} else {
			said = err.Error()
		}
		syscall.Write(1, []byte(who+" "+file+": "+said+"\n"))
	}
}
