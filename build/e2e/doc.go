// SPDX-License-Identifier: MIT

// Package e2e tests the built program from outside, as its users meet it: by
// scripts in testdata/script, each one a session in a folder and a home of its
// own. Besides the usual commands of testscript, they know
//
//	start [-open N] [-tray] NAME ARG…   run porchlight serve --port 0, or the tray app without a tray, with
//	                                    at most N open files; sets $URL and $PORT
//	await [-from-start] NAME REGEXP     wait for a line of its log, after the last one awaited;
//	                                    (?P<VARIABLE>…) keeps a part of it
//	signal NAME SIGNAL                  send TERM, INT, HUP or KILL
//	end NAME [SIGNAL]                   send it, wait for the end, print the log and the exit code
//	http [-patient] [-H FIELD] [-o FILE] METHOD URL [BODY|@FILE]
//	                                    print the answer; ask again while that is 503
//	raw FILE [FILE]                     send lines over TCP, the second file after a first answer,
//	                                    and print what comes back
//	probe FILE                          ask for each line "STATUS METHOD TARGET [HOST]"
//	make FILE SIZE                      write a file in which no two places look alike
//	begin NAME URL, finish NAME FILE    a download that pauses after its first bytes
//	flood URL N FILE                    upload in the background, return after N answers
//	crowd N, leave                      open N connections that say nothing, close them
//	list DIR                            print the names in a folder, hidden ones too
//
// TestTray drives it by its menu, in build/panel. It imports nothing of the program; nothing imports it.
package e2e
