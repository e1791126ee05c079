// SPDX-License-Identifier: MIT

package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// client asks for one thing at a time, and takes answers as they come.
var client = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       patience,
}

const askUsage = "http [-patient] [-H FIELD] [-o FILE] METHOD URL [BODY|@FILE]"

// question is a request as a script words it.
type question struct {
	method, url, body string
	fields            http.Header
	output            string
	patient           bool // 503 is no answer yet
}

func newQuestion(ts *testscript.TestScript, args []string) question {
	q := question{fields: http.Header{}}
	if len(args) > 0 && args[0] == "-patient" {
		q.patient, args = true, args[1:]
	}
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		field, rest, isField := option(args, "H")
		file, rest, isFile := option(rest, "o")
		switch {
		case isField:
			name, value, _ := strings.Cut(field, ":")
			q.fields.Add(name, strings.TrimSpace(value))
		case isFile:
			q.output = file
		default:
			ts.Fatalf("usage: %s", askUsage)
		}
		args = rest
	}
	arguments(ts, args, count{2, 3}, askUsage)
	q.method, q.url = args[0], args[1]
	if len(args) > 2 {
		q.body = content(ts, args[2])
	}
	return q
}

// content is the body of a request: a text, or the file after an @.
func content(ts *testscript.TestScript, text string) string {
	if file, ok := strings.CutPrefix(text, "@"); ok {
		return ts.ReadFile(file)
	}
	return text
}

// ask sends one request and prints the answer: status line, fields in
// alphabetical order, content. With "!", there must be no answer.
func ask(ts *testscript.TestScript, neg bool, args []string) {
	q := newQuestion(ts, args)
	res, err := q.send()
	for limit := time.Now().Add(patience); q.patient && err == nil && res.StatusCode == 503 && time.Now().Before(limit); {
		res.Body.Close()
		res, err = q.send()
	}
	if neg {
		if err == nil {
			ts.Fatalf("%s %s is answered with %s, want no answer", q.method, q.url, res.Status)
		}
		return
	}
	ts.Check(err)
	defer res.Body.Close()
	show(ts, res, q.output)
}

func (q question) send() (*http.Response, error) {
	req, err := http.NewRequest(q.method, q.url, strings.NewReader(q.body))
	if err != nil {
		return nil, err
	}
	req.Header, req.Host = q.fields, q.fields.Get("Host")
	return client.Do(req)
}

func show(ts *testscript.TestScript, res *http.Response, output string) {
	fmt.Fprintf(ts.Stdout(), "%s %s\n", res.Proto, res.Status)
	for _, name := range slices.Sorted(maps.Keys(res.Header)) {
		for _, value := range res.Header[name] {
			fmt.Fprintf(ts.Stdout(), "%s: %s\n", name, value)
		}
	}
	body, err := io.ReadAll(res.Body)
	ts.Check(err)
	if output != "" {
		ts.Check(os.WriteFile(ts.MkAbs(output), body, 0o600))
		return
	}
	fmt.Fprintf(ts.Stdout(), "\n%s", body)
}

func dial(ts *testscript.TestScript, u string) net.Conn {
	parsed, err := url.Parse(u)
	ts.Check(err)
	conn, err := net.Dial("tcp", parsed.Host)
	ts.Check(err)
	ts.Check(conn.SetDeadline(time.Now().Add(patience)))
	return conn
}

// raw sends the lines of a file, with the ends that HTTP wants, then those of
// a second one when something has come back, and prints what comes until the
// server closes.
func raw(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "raw")
	arguments(ts, args, count{1, 2}, "raw FILE [FILE]")
	conn := dial(ts, ts.Getenv("URL"))
	defer conn.Close()
	answers := bufio.NewReader(conn)
	for i, file := range args {
		if i > 0 {
			_, err := answers.Peek(1)
			ts.Check(err)
		}
		_, err := io.WriteString(conn, strings.ReplaceAll(ts.ReadFile(file), "\n", "\r\n"))
		ts.Check(err)
	}
	text, err := io.ReadAll(answers)
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "%s", bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
}

// probe asks for targets exactly as they stand in a file, one on each line, and
// compares the status.
func probe(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "probe")
	arguments(ts, args, count{1, 1}, "probe FILE")
	failed := false
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		line = strings.TrimSpace(line)
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if len(words) < 3 || len(words) > 4 {
			ts.Fatalf("%q is not STATUS METHOD TARGET [HOST]", line)
		}
		host := "localhost"
		if len(words) == 4 {
			host = os.Expand(words[3], ts.Getenv)
		}
		if got := statusOf(ts, words[1]+" "+words[2], host); got != words[0] {
			ts.Logf("%s: answered with %s", line, got)
			failed = true
		}
	}
	if failed {
		ts.Fatalf("answers differ")
	}
}

func statusOf(ts *testscript.TestScript, line, host string) string {
	conn := dial(ts, ts.Getenv("URL"))
	defer conn.Close()
	fmt.Fprintf(conn, "%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", line, host)
	answer, err := bufio.NewReader(conn).ReadString('\n')
	ts.Check(err)
	_, status, _ := strings.Cut(answer, " ")
	return status[:3]
}
