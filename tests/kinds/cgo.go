// SPDX-License-Identifier: ISC

package main

// #include <unistd.h>
import "C"

func init() {
	C.getpid()
}
