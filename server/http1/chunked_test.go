// SPDX-License-Identifier: MIT

package http1

import (
	"bufio"
	"io"
	"maps"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// chunkedBody is what a decoder makes of some bytes.
type chunkedBody struct {
	data     string
	trailers http.Header // of a body that is done
	read     int         // bytes taken
	state    chunkState
	status   int // of the refusal, 0 without one
}

// decodeChunks decodes raw as it arrives in pieces. A refused body says which
// data came before the fault and where it is.
func decodeChunks(raw string, ends []int) (got chunkedBody) {
	var d chunkDecoder
	var fault *refusal
	for _, end := range ends {
		for fault == nil && got.read < end && d.state != chunkDone {
			var n int
			var data []byte
			n, data, fault = d.decode([]byte(raw[got.read:end]))
			got.read += n
			got.data += string(data)
		}
	}
	if got.state = d.state; got.state == chunkDone {
		got.trailers, fault = d.trailerFields()
	}
	if fault != nil {
		return chunkedBody{data: got.data, read: got.read, status: fault.status}
	}
	return got
}

// decodeEach decodes raw in every way that it can arrive, which must not make a
// difference.
func decodeEach(t *testing.T, raw string) chunkedBody {
	t.Helper()
	whole := decodeChunks(raw, []int{len(raw)})
	for ends := range arrivals(len(raw)) {
		if got := decodeChunks(raw, ends); !reflect.DeepEqual(got, whole) {
			t.Fatalf("chunks %q in %d pieces, the first of %d bytes = %+v, want %+v as for the whole", raw, len(ends), ends[0], got, whole)
		}
	}
	return whole
}

func TestChunked(t *testing.T) {
	for _, row := range []struct{ name, raw, data string }{
		{"nothing", "0\r\n\r\n", ""},
		{"one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello"},
		{"two chunks", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"},
		{"sizes in both cases", "a\r\n0123456789\r\nB\r\n0123456789a\r\n0\r\n\r\n", "01234567890123456789a"},
		{"two digits", "1f\r\n" + strings.Repeat("x", 31) + "\r\n0\r\n\r\n", strings.Repeat("x", 31)},
		{"leading zeros", "005\r\nhello\r\n000\r\n\r\n", "hello"},
		{"sixteen digits", "0000000000000005\r\nhello\r\n0000000000000000\r\n\r\n", "hello"},
		{"line ends in the data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"},
		{"a last chunk in the data", "5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n"},
		{"extension without a value", "5;a\r\nhello\r\n0\r\n\r\n", "hello"},
		{"extension with a value", "5;a=b\r\nhello\r\n0;c\r\n\r\n", "hello"},
		{"extension in quotes", "5;a=\"b;c\"\r\nhello\r\n0\r\n\r\n", "hello"},
		{"extension with size digits", "5;6\r\nhello\r\n0\r\n\r\n", "hello"},
		{"empty extension", "5;\r\nhello\r\n0\r\n\r\n", "hello"},
		{"blanks round an extension", "5 \t; a\t= b \r\nhello\r\n0\r\n\r\n", "hello"},
		{"high bytes in an extension", "5;\xff\r\nhello\r\n0\r\n\r\n", "hello"},
	} {
		t.Run(row.name, func(t *testing.T) {
			want := chunkedBody{data: row.data, trailers: http.Header{}, read: len(row.raw), state: chunkDone}
			got := decodeEach(t, row.raw+"GET /next HTTP/1.1\r\n")
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(chunkedBody{})); diff != "" {
				t.Errorf("chunks %q (-want +got):\n%s", row.raw, diff)
			}
		})
	}
}

// Until its last byte a body is incomplete, and no fault is seen in it.
func TestChunkedPartial(t *testing.T) {
	const raw = "5;a=b\r\nhello\r\n10 ;c\r\n0123456789abcdef\r\n0\r\nX: y\r\n\r\n"
	for n := range len(raw) {
		got := decodeEach(t, raw[:n])
		if got.status != 0 || got.state == chunkDone || got.read != n || !strings.HasPrefix("hello0123456789abcdef", got.data) {
			t.Errorf("chunks %q = %+v, want them to be incomplete", raw[:n], got)
		}
	}
}

func TestPeers54ChunkedRefuses(t *testing.T) {
	const hello = "5\r\nhello\r\n"
	for _, row := range []struct {
		name, raw string
		status    int
	}{
		{"no size", "\r\n", 400},
		{"no size, with an extension", ";a\r\n", 400},
		{"no size after a chunk", hello + "\r\n", 400},
		{"plus", "+5\r\nhello\r\n", 400},
		{"minus", "-5\r\nhello\r\n", 400},
		{"minus zero", "-0\r\n\r\n", 400},
		{"prefix", "0x5\r\nhello\r\n", 400},
		{"suffix", "5h\r\nhello\r\n", 400},
		{"underscore", "0_5\r\nhello\r\n", 400},
		{"point", "5.0\r\nhello\r\n", 400},
		{"comma", "5,5\r\nhello\r\n", 400},
		{"quotes", "\"5\"\r\nhello\r\n", 400},
		{"letter after f", "g\r\n", 400},
		{"letter after F", "G\r\n", 400},
		{"full-width digit", "\uff15\r\nhello\r\n", 400},
		{"blank before", " 5\r\nhello\r\n", 400},
		{"tab before", "\t5\r\nhello\r\n", 400},
		{"blank after", "5 \r\nhello\r\n", 400},
		{"tab after", "5\t\r\nhello\r\n", 400},
		{"digit after a blank", "5 5\r\nhello\r\n", 400},
		{"vertical tab after", "5\v;a\r\nhello\r\n", 400},
		{"no-break space after", "5\xa0\r\nhello\r\n", 400},
		{"NUL after", "5\x00\r\nhello\r\n", 400},
		{"2^63", "8000000000000000\r\n", 400},
		{"2^64-1", "ffffffffffffffff\r\n", 400},
		{"2^64+5", "10000000000000005\r\nhello\r\n", 400},
		{"seventeen digits", "00000000000000005\r\nhello\r\n", 400},
		{"LF after the size", "5\nhello\r\n", 400},
		{"CR after the size", "5\rhello\r\n", 400},
		{"CR and another byte after the size", "5\rXhello\r\n0\r\n\r\n", 400},
		{"CR and another byte after the last size", "0\rX\r\n", 400},
		{"CR CR LF after the size", "5\r\r\nhello\r\n", 400},
		{"LF in an extension (TERM.EXT)", "5;a\nhello\r\n", 400},
		{"LF and what it could hide", "5;\nxx\r\n4c\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n", 400},
		{"CR in an extension (EXT.TERM)", "5;a\rb\r\nhello\r\n", 400},
		{"CR CR LF after an extension", "5;a\r\r\nhello\r\n", 400},
		{"NUL in an extension", "5;a\x00\r\nhello\r\n", 400},
		{"DEL in an extension", "5;a\x7f\r\nhello\r\n", 400},
		{"vertical tab in an extension", "5;\va\r\nhello\r\n", 400},
		{"LF after the last size", "0\n\r\n", 400},
		{"CR after the last size", "0\r\r\n", 400},
		{"more data than the size (SPILL)", "5\r\nhelloX\r\n", 400},
		{"two bytes more than the size", "5\r\nhelloXX0\r\n\r\n", 400},
		{"LF after the data", "5\r\nhello\n0\r\n\r\n", 400},
		{"CR after the data", "5\r\nhello\r0\r\n\r\n", 400},
		{"CR and another byte after the data", "5\r\nhello\rX0\r\n\r\n", 400},
		{"CR CR after the data", "5\r\nhello\r\r\n0\r\n\r\n", 400},
		{"LF LF after the data", "5\r\nhello\n\n0\r\n\r\n", 400},
		{"size after the data", "5\r\nhello0\r\n\r\n", 400},
		{"LF in place of the empty line", "0\r\n\n", 400},
		{"LF after a trailer", "0\r\nX: y\n\r\n", 400},
		{"LF after the trailers", "0\r\nX: y\r\n\n", 400},
		{"CR in a trailer", "0\r\nX: y\rz\r\n\r\n", 400},
		{"CR in place of the empty line", "0\r\nX: y\r\n\rZ: a\r\n\r\n", 400},
		{"CR CR LF in place of the empty line", "0\r\n\r\r\n\r\n", 400},
		{"folded trailer", "0\r\nX: y\r\n z\r\n\r\n", 400},
		{"trailer without a colon", "0\r\nX\r\n\r\n", 400},
		{"trailer without a name", "0\r\n: y\r\n\r\n", 400},
		{"space before the colon of a trailer", "0\r\nX : y\r\n\r\n", 400},
		{"NUL in a trailer", "0\r\nX: \x00\r\n\r\n", 400},
		{"a request in place of the trailers", "0\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := decodeEach(t, row.raw); got.status != row.status {
				t.Errorf("chunks %q = %+v, want status %d", row.raw, got, row.status)
			}
		})
	}
}

// The limits are tried at their last byte and one past it.
func TestChunkedLimits(t *testing.T) {
	line := func(size int) string { // of so many bytes with its CR
		return "1;" + strings.Repeat("a", size-len("1;\r")) + "\r\nx\r\n"
	}
	fill := func(n int) string { // so many bytes of extensions
		return strings.Repeat(line(203), n/200) + line(3+n%200)
	}
	blanks := "1" + strings.Repeat(" \t", 100) + ";\r\nx\r\n"
	trailers := func(size int) string { return "0\r\nX: " + strings.Repeat("y", size-len("X: \r\n\r\n")) + "\r\n\r\n" }
	for _, row := range []struct {
		name, raw string
		status    int
	}{
		{"longest line", line(256) + "0\r\n\r\n", 0},
		{"line too long", line(257) + "0\r\n\r\n", 413},
		{"line without an end", "1;" + strings.Repeat("a", 300), 413},
		{"longest line of blanks", "1" + strings.Repeat(" ", 253) + ";\r\nx\r\n0\r\n\r\n", 0},
		{"line of blanks too long", "1" + strings.Repeat(" ", 300), 413},
		{"most extensions", fill(4096) + "0\r\n\r\n", 0},
		{"too many extensions", fill(4097) + "0\r\n\r\n", 413},
		{"most blanks", strings.Repeat(blanks, 20) + "0\r\n\r\n", 0},
		{"too many blanks", strings.Repeat(blanks, 21) + "0\r\n\r\n", 413},
		{"longest trailers", trailers(4096), 0},
		{"trailers too long", trailers(4097), 431},
		{"trailers without an end", "0\r\n" + strings.Repeat("X: y\r\n", 800), 431},
		{"largest size", "7fffffffffffffff\r\nx", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			whole := decodeChunks(row.raw, []int{len(row.raw)})
			if whole.status != row.status {
				t.Errorf("%d bytes of chunks have status %d, want %d", len(row.raw), whole.status, row.status)
			}
			if got := decodeChunks(row.raw, byteByByte(len(row.raw))); !reflect.DeepEqual(got, whole) {
				t.Errorf("%d bytes of chunks, byte by byte, have status %d, want the same as for the whole", len(row.raw), got.status)
			}
		})
	}
}

func TestChunkedTrailers(t *testing.T) {
	for _, row := range []struct {
		name, lines string
		want        http.Header
	}{
		{"one", "X: y\r\n", http.Header{"X": {"y"}}},
		{"name made canonical", "x-ab-C: y\r\n", http.Header{"X-Ab-C": {"y"}}},
		{"twice, with an empty one", "X: y\r\nx:\r\nX: \t z \r\n", http.Header{"X": {"y", "", "z"}}},
		{"what a request can be moved by", strings.Join([]string{
			"Content-Length: 7", "Transfer-Encoding: chunked", "Trailer: X", "HOST: a", "Connection: close", "keep-alive: x", "TE: x",
			"Upgrade: x", "Expect: x", "Authorization: x", "Cookie: x", "Content-Type: x", "Content-Encoding: x", "Content-Range: x",
			"Range: bytes=0-", "Cache-Control: x", "Max-Forwards: 1", "If-Match: *", "If-None-Match: *", "If-Modified-Since: x",
			"If-Unmodified-Since: x", "If-Range: x", "proxy-authorization: x", "X: y", "",
		}, "\r\n"), http.Header{"X": {"y"}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			raw := "1\r\nx\r\n0\r\n" + row.lines + "\r\n"
			got := decodeEach(t, raw)
			if diff := cmp.Diff(row.want, got.trailers); diff != "" || got.read != len(raw) {
				t.Errorf("chunks %q have read %d, trailers (-want +got):\n%s", raw, got.read, diff)
			}
		})
	}
}

// What a reader with less room than a run of data gives back comes again.
func TestChunkedReturnsData(t *testing.T) {
	raw := []byte("5\r\nhello\r\n0\r\n\r\n")
	var d chunkDecoder
	n, data, fault := d.decode(raw)
	if fault != nil || string(data) != "hello" || n != 8 {
		t.Fatalf("decode(%q) = %d, %q, %v, want 8, hello", raw, n, data, fault)
	}
	d.returnData(3)
	n, data, fault = d.decode(raw[5:])
	if fault != nil || string(data) != "llo" || n != 3 {
		t.Fatalf("decode(%q) = %d, %q, %v, want 3, llo", raw[5:], n, data, fault)
	}
	if n, data, fault = d.decode(raw[8:]); fault != nil || len(data) > 0 || n != 7 || d.state != chunkDone {
		t.Errorf("decode(%q) = %d, %q, %v, want the end after 7", raw[8:], n, data, fault)
	}
}

// drawChunks writes a body in chunks as a peer may: of any size, with leading
// zeros, either case, and extensions.
func drawChunks(t *rapid.T, body string) string {
	var raw strings.Builder
	for left := body; ; {
		n := rapid.IntRange(0, len(left)).Draw(t, "size")
		if n == 0 && len(left) > 0 {
			n = 1
		}
		size := strings.Repeat("0", rapid.IntRange(0, 4).Draw(t, "zeros")) + strconv.FormatInt(int64(n), 16)
		if rapid.Bool().Draw(t, "capitals") {
			size = strings.ToUpper(size)
		}
		raw.WriteString(size + rapid.StringMatching(`([ \t]{0,3};[ \t]?[a-z]{0,4}(="[ -~]{0,9}")?)?`).Draw(t, "extension") + "\r\n")
		if n == 0 {
			return raw.String() + rapid.StringMatching(`(X-[a-z]{1,4}:[ -~]{0,9}\r\n){0,3}`).Draw(t, "trailers") + "\r\n"
		}
		raw.WriteString(left[:n] + "\r\n")
		left = left[n:]
	}
}

func TestChunkedGivesTheBodyBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := string(rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "body"))
		raw := drawChunks(t, body)
		var ends []int
		for at := 0; at < len(raw); ends = append(ends, at) {
			at = min(len(raw), at+rapid.IntRange(1, 40).Draw(t, "piece"))
		}
		got := decodeChunks(raw+"next", append(ends, len(raw)+4))
		if got.status != 0 || got.state != chunkDone || got.data != body || got.read != len(raw) {
			t.Fatalf("chunks %q = %+v, want %q", raw, got, body)
		}
	})
}

// It does not matter in which pieces a body arrives, and net/http agrees on
// every body that we accept.
func FuzzChunked(f *testing.F) {
	requireCorpus(f)
	f.Fuzz(func(t *testing.T, raw string) {
		const most = 1024 // the cuts make it quadratic
		raw = raw[:min(len(raw), most)]
		if got := decodeEach(t, raw); got.state == chunkDone {
			agreeOnChunks(t, raw, got)
		}
	})
}

// agreeOnChunks compares got with the data and trailers that net/http reads,
// and with what it leaves after the body. Two differences are meant: it knows
// no blanks before an extension (RFC 9112 §7.1.1 has them), and it leaves
// forbidden trailers to its callers.
func agreeOnChunks(t *testing.T, raw string, got chunkedBody) {
	in := bufio.NewReader(strings.NewReader("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + raw))
	r, err := http.ReadRequest(in)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r.Body)
	if err != nil && (strings.Contains(raw, " ;") || strings.Contains(raw, "\t;")) {
		return
	}
	if err != nil || string(data) != got.data {
		t.Fatalf("chunks %q = %q, net/http has %q, %v", raw, got.data, data, err)
	}
	maps.DeleteFunc(r.Trailer, func(name string, _ []string) bool { return forbiddenTrailer(name) })
	if len(r.Trailer)+len(got.trailers) > 0 && !reflect.DeepEqual(r.Trailer, got.trailers) {
		t.Errorf("chunks %q have trailers %v, net/http has %v", raw, got.trailers, r.Trailer)
	}
	if rest, err := io.ReadAll(in); err != nil || string(rest) != raw[got.read:] {
		t.Errorf("chunks %q end before %q, net/http ends before %q, %v", raw, raw[got.read:], rest, err)
	}
}
