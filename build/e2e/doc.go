// SPDX-License-Identifier: MIT

// Package e2e tests the built program from outside, as its users meet it: by
// scripts in testdata/script, each one a session in a folder and a home of its
// own. Besides the usual commands of testscript, they know
//
//	start [-open N] NAME ARG…           run porchlight serve --port 0, with at most N open files;
//	                                    sets $URL and $PORT
//	await [-from-start] NAME REGEXP     wait for a line of its log, after the last one awaited
//	signal NAME SIGNAL                  send TERM, INT, HUP or KILL
//	stop NAME [SIGNAL]                  send it, wait for the end, print the log and the exit code
//	http [-H FIELD] [-o FILE] METHOD URL [BODY|@FILE]    print the answer
//	raw FILE                            send lines over TCP, print what comes back
//	probe FILE                          ask for each line "STATUS METHOD TARGET [HOST]"
//	make FILE SIZE                      write a file in which no two places look alike
//	begin NAME URL, finish NAME FILE    a download that pauses after its first bytes
//	flood URL N FILE                    upload in the background, return after N answers
//	crowd N                             open N connections that say nothing
//	list DIR                            print the names in a folder, hidden ones too
//
// Nothing imports it, and it imports nothing of the program.
package e2e
