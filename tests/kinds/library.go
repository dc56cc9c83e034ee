// SPDX-License-Identifier: ISC

// A library for C programs. Its runtime starts threads when it is loaded, and they
// run this code.
package main

import "C"

func init() {
	tell("init")
}

//export finish
func finish() {
	tell("thread")
}

func main() {
}
