// SPDX-License-Identifier: ISC

// A Go program; with cgo.go one that has a libc.
package main

func init() {
	tell("init")
}

func main() {
	tell("main")
}
