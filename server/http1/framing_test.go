// SPDX-License-Identifier: MIT

package http1

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fieldLines is the rest of a head after its request line.
func fieldLines(fields ...string) string { return strings.Join(append(fields, "", ""), "\r\n") }

func TestFramingBody(t *testing.T) {
	const post = "POST /a HTTP/1.1\r\n"
	for _, row := range []struct {
		name   string
		fields []string
		length int64
	}{
		{"none", nil, 0},
		{"length", []string{"Content-Length: 7"}, 7},
		{"no length at all", []string{"Content-Length: 0"}, 0},
		{"leading zeros", []string{"Content-Length: 0000000000000000000000000007"}, 7},
		{"whitespace round the length", []string{"Content-Length: \t 7 \t"}, 7},
		{"name in any case", []string{"cOnTent-lEngth: 7"}, 7},
		{"2^32", []string{"Content-Length: 4294967296"}, 1 << 32},
		{"2^63-9", []string{"Content-Length: 9223372036854775799"}, 1<<63 - 9},
		{"2^63-1", []string{"Content-Length: 9223372036854775807"}, 1<<63 - 1},
		{"chunked", []string{"Transfer-Encoding: chunked"}, chunkedLength},
		{"coding in any case", []string{"transfer-ENCODING:\tCHUnked "}, chunkedLength},
		{"TE is not Transfer-Encoding", []string{"TE: chunked"}, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			head := post + "Host: a\r\n" + fieldLines(row.fields...)
			v := judgeEach(t, head)
			if v.size != len(head) || v.framing.length != row.length {
				t.Errorf("Head(%q) has status %d, length %d, want length %d", head, v.status, v.framing.length, row.length)
			}
			if got, want := v.framing.hasBody(), row.length != 0; got != want {
				t.Errorf("Head(%q) has a body: %v, want %v", head, got, want)
			}
		})
	}
}

func TestPeers54FramingRefusesLength(t *testing.T) {
	const post = "POST /a HTTP/1.1\r\nHost: a\r\n"
	for name, value := range map[string]string{
		"plus": "+7", "minus": "-7", "minus zero": "-0", "hexadecimal": "0x7", "underscore": "0_7", "point": "7.0",
		"exponent": "7e0", "two words": "7 7", "list": "7, 7", "list of different": "7, 8", "comma": "7,", "quotes": `"7"`,
		"empty": "", "blank": " \t", "letters": "seven", "full-width digits": "\uff17", "Arabic digits": "\u0667",
		"superscript": "\u00b2", "no-break space": "\u00a07", "next line": "7\u0085",
		"2^63": "9223372036854775808", "2^64+7": "18446744073709551623", "thirty digits": strings.Repeat("9", 30),
		"2^63 after zeros": "00009223372036854775808",
	} {
		refused{name, post + fieldLines("Content-Length: "+value), 400}.run(t)
	}
	for _, row := range []refused{
		{"the same twice", post + fieldLines("Content-Length: 7", "Content-Length: 7"), 400},
		{"different", post + fieldLines("Content-Length: 7", "Content-Length: 8"), 400},
		{"twice, apart and in another case", post + fieldLines("Content-Length: 7", "a: b", "content-length: 7"), 400},
		{"empty and good", post + fieldLines("Content-Length:", "Content-Length: 7"), 400},
		{"on a GET too", "GET / HTTP/1.1\r\nHost: a\r\n" + fieldLines("Content-Length: -1"), 400},
		{"in 1.0 too", "POST / HTTP/1.0\r\n" + fieldLines("Content-Length: 7", "Content-Length: 7"), 400},
	} {
		row.run(t)
	}
}

func TestFramingRefusesCoding(t *testing.T) {
	const post = "POST /a HTTP/1.1\r\nHost: a\r\n"
	for _, row := range []refused{
		{"with a length", post + fieldLines("Transfer-Encoding: chunked", "Content-Length: 7"), 400},
		{"after a length", post + fieldLines("Content-Length: 7", "Transfer-Encoding: chunked"), 400},
		{"with a length of nothing", post + fieldLines("Content-Length: 0", "Transfer-Encoding: chunked"), 400},
		{"identity with a length", post + fieldLines("Content-Length: 7", "Transfer-Encoding: identity"), 501},
		{"empty", post + fieldLines("Transfer-Encoding:"), 400},
		{"empty with a length", post + fieldLines("Content-Length: 7", "Transfer-Encoding: "), 400},
		{"empty and chunked", post + fieldLines("Transfer-Encoding:", "Transfer-Encoding: chunked"), 400},
		{"comma before", post + fieldLines("Transfer-Encoding: ,chunked"), 400},
		{"comma after", post + fieldLines("Transfer-Encoding: chunked,"), 400},
		{"chunked twice", post + fieldLines("Transfer-Encoding: chunked, chunked"), 400},
		{"chunked twice on two lines", post + fieldLines("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), 400},
		{"chunked is not last", post + fieldLines("Transfer-Encoding: chunked, gzip"), 400},
		{"chunked is not on the last line", post + fieldLines("Transfer-Encoding: chunked", "transfer-encoding: identity"), 400},
		{"another before", post + fieldLines("Transfer-Encoding: gzip, chunked"), 501},
		{"another on the line before", post + fieldLines("Transfer-Encoding: gzip", "Transfer-Encoding: chunked"), 501},
		{"another alone", post + fieldLines("Transfer-Encoding: gzip"), 501},
		{"identity", post + fieldLines("Transfer-Encoding: identity"), 501},
		{"longer than chunked", post + fieldLines("Transfer-Encoding: xchunked"), 501},
		{"shorter than chunked", post + fieldLines("Transfer-Encoding: chunk"), 501},
		{"parameter", post + fieldLines("Transfer-Encoding: chunked;q=1"), 501},
		{"quotes", post + fieldLines(`Transfer-Encoding: "chunked"`), 501},
		{"two words", post + fieldLines("Transfer-Encoding: chunked chunked"), 501},
		{"Kelvin sign", post + fieldLines("Transfer-Encoding: chun\u212aed"), 501},
		{"full-width", post + fieldLines("Transfer-Encoding: \uff43hunked"), 501},
		{"vertical tab before", post + fieldLines("Transfer-Encoding: \vchunked"), 400},
		{"form feed after", post + fieldLines("Transfer-Encoding: chunked\f"), 400},
		{"no-break space before", post + fieldLines("Transfer-Encoding: \u00a0chunked"), 501},
		{"no-break byte after", post + fieldLines("Transfer-Encoding: chunked\xa0"), 501},
		{"next line after", post + fieldLines("Transfer-Encoding: chunked\x85"), 501},
		{"in 1.0", "POST / HTTP/1.0\r\n" + fieldLines("Transfer-Encoding: chunked"), 400},
		{"in 1.0 with a length", "POST / HTTP/1.0\r\n" + fieldLines("Content-Length: 7", "Transfer-Encoding: chunked"), 400},
		{"on a GET too", "GET / HTTP/1.1\r\nHost: a\r\n" + fieldLines("Transfer-Encoding: gzip"), 501},
	} {
		row.run(t)
	}
}

func TestFramingRefusesHost(t *testing.T) {
	for _, row := range []refused{
		{"missing", "GET / HTTP/1.1\r\n" + fieldLines("a: b"), 400},
		{"missing with an absolute target", "GET http://a/ HTTP/1.1\r\n" + fieldLines(), 400},
		{"the same twice", "GET / HTTP/1.1\r\n" + fieldLines("Host: a", "Host: a"), 400},
		{"twice in 1.0", "GET / HTTP/1.0\r\n" + fieldLines("Host: a", "host: b"), 400},
		{"empty", "GET / HTTP/1.1\r\n" + fieldLines("Host:"), 400},
		{"empty in 1.0", "GET / HTTP/1.0\r\n" + fieldLines("Host: "), 400},
		{"empty and good", "GET / HTTP/1.1\r\n" + fieldLines("Host:", "Host: a"), 400},
		{"list", "GET / HTTP/1.1\r\n" + fieldLines("Host: a, b"), 400},
		{"path", "GET / HTTP/1.1\r\n" + fieldLines("Host: a/b"), 400},
		{"invalid with an absolute target", "GET http://a/ HTTP/1.1\r\n" + fieldLines("Host: a@b"), 400},
	} {
		row.run(t)
	}
	head := "GET / HTTP/1.0\r\n" + fieldLines("a: b")
	if v := judgeEach(t, head); v.size != len(head) || v.framing.host != nil {
		t.Errorf("Head(%q) has status %d and host %q, want it accepted without one", head, v.status, v.framing.host)
	}
}

func TestFramingConnection(t *testing.T) {
	for _, row := range []struct {
		name, version string
		fields        []string
		close         bool
	}{
		{"1.1", "1.1", nil, false},
		{"1.1 close", "1.1", []string{"Connection: close"}, true},
		{"1.1 close in capitals", "1.1", []string{"CONNECTION: CLOSE"}, true},
		{"1.1 close in a list", "1.1", []string{"Connection: te ,\tclose, x"}, true},
		{"1.1 close among empty members", "1.1", []string{"Connection: ,, close,"}, true},
		{"1.1 close on the second line", "1.1", []string{"Connection: x", "Connection: close"}, true},
		{"1.1 keep-alive", "1.1", []string{"Connection: keep-alive"}, false},
		{"1.1 both", "1.1", []string{"Connection: close, keep-alive"}, true},
		{"1.1 both on two lines", "1.1", []string{"Connection: keep-alive", "Connection: close"}, true},
		{"1.1 a longer word", "1.1", []string{"Connection: closed, xclose, close=1"}, false},
		{"1.1 two words", "1.1", []string{"Connection: close x"}, false},
		{"1.1 empty", "1.1", []string{"Connection:"}, false},
		{"1.1 another field", "1.1", []string{"Proxy-Connection: close"}, false},
		{"1.0", "1.0", nil, true},
		{"1.0 keep-alive", "1.0", []string{"Connection: Keep-Alive"}, false},
		{"1.0 keep-alive in a list", "1.0", []string{"Connection: x, keep-alive"}, false},
		{"1.0 close", "1.0", []string{"Connection: close"}, true},
		{"1.0 both", "1.0", []string{"Connection: keep-alive, close"}, true},
		{"1.0 the field Keep-Alive alone", "1.0", []string{"Keep-Alive: timeout=5"}, true},
		{"1.2", "1.2", nil, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			head := "GET / HTTP/" + row.version + "\r\nHost: a\r\n" + fieldLines(row.fields...)
			if v := judgeEach(t, head); v.size != len(head) || v.framing.close != row.close {
				t.Errorf("Head(%q) has status %d, closes: %v, want %v", head, v.status, v.framing.close, row.close)
			}
		})
	}
}

func TestFramingExpect(t *testing.T) {
	const body = "Content-Length: 7"
	for _, row := range []struct {
		name, version string
		fields        []string
		status        int
		expects       bool
	}{
		{"none", "1.1", []string{body}, 0, false},
		{"before a length", "1.1", []string{"Expect: 100-continue", body}, 0, true},
		{"before chunks", "1.1", []string{"Expect: 100-continue", "Transfer-Encoding: chunked"}, 0, true},
		{"in capitals", "1.1", []string{body, "EXPECT:\t100-CONTINUE "}, 0, true},
		{"twice", "1.1", []string{body, "Expect: 100-continue", "Expect: 100-continue"}, 0, true},
		{"without a body", "1.1", []string{"Expect: 100-continue"}, 0, false},
		{"with a body of nothing", "1.1", []string{"Expect: 100-continue", "Content-Length: 0"}, 0, false},
		{"ignored in 1.0", "1.0", []string{"Expect: 100-continue", body}, 0, false},
		{"another ignored in 1.0", "1.0", []string{"Expect: tea", body}, 0, false},
		{"another", "1.1", []string{"Expect: tea", body}, 417, false},
		{"another in a list", "1.1", []string{"Expect: 100-continue, tea", body}, 417, false},
		{"another on the second line", "1.1", []string{"Expect: 100-continue", "Expect: tea", body}, 417, false},
		{"empty", "1.1", []string{"Expect:", body}, 417, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			head := "POST / HTTP/" + row.version + "\r\nHost: a\r\n" + fieldLines(row.fields...)
			if v := judgeEach(t, head); v.status != row.status || v.framing.expects != row.expects {
				t.Errorf("Head(%q) has status %d, expects: %v, want status %d, %v", head, v.status, v.framing.expects, row.status, row.expects)
			}
		})
	}
}

// All that framing says, at once, and nothing when the names are others of the
// same lengths.
func TestFraming(t *testing.T) {
	head := "POST /a HTTP/1.1\r\n" + fieldLines(
		"Accept: */*", "Trailer: x", "X-Request-Id: abc-1", "Expect: 100-continue", "Connection: close",
		"Host: a:80", "Transfer-Encoding: chunked")
	want := framing{length: chunkedLength, host: []byte("a:80"), id: []byte("abc-1"), expects: true, close: true, trailers: true}
	if diff := cmp.Diff(want, judgeEach(t, head).framing, cmp.AllowUnexported(framing{})); diff != "" {
		t.Errorf("Head(%q) (-want +got):\n%s", head, diff)
	}
	head = "POST /a HTTP/1.1\r\n" + fieldLines(
		"Host: b", "Hose: a", "Upgrade: x", "Y-Request-Id: abc-1", "Accept: 100-continue", "Connectiom: close",
		"Content-Lengte: 7", "Transfer-Encodins: chunked")
	want = framing{host: []byte("b")}
	if diff := cmp.Diff(want, judgeEach(t, head).framing, cmp.AllowUnexported(framing{})); diff != "" {
		t.Errorf("Head(%q) (-want +got):\n%s", head, diff)
	}
}

func TestFramingIdentity(t *testing.T) {
	for _, row := range []struct {
		name string
		ids  []string
		want string
	}{
		{"none", nil, ""},
		{"fit", []string{"aZ09._-"}, "aZ09._-"},
		{"unfit", []string{"a b"}, ""},
		{"unfit with markup", []string{"<b>"}, ""},
		{"too long", []string{strings.Repeat("a", 65)}, ""},
		{"unfit beside a fit one", []string{"abc", "a;b"}, "abc"},
	} {
		t.Run(row.name, func(t *testing.T) {
			head := "GET / HTTP/1.1\r\nHost: a\r\n"
			for _, id := range row.ids {
				head += "X-Request-ID: " + id + "\r\n"
			}
			if v := judgeEach(t, head+"\r\n"); v.size == 0 || string(v.framing.id) != row.want {
				t.Errorf("Head(%q) has status %d, id %q, want %q", head, v.status, v.framing.id, row.want)
			}
		})
	}
}
