// SPDX-License-Identifier: MIT

package config

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
)

// maxFile is far above what every key with a long comment needs.
const maxFile = 1 << 20

// readFile returns the text of the file in UTF-8 without a byte order mark. It is nil, without a Problem, for a
// missing file that is not required.
func readFile(name string, required bool) ([]byte, *Problem) {
	data, err := readLimited(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !required:
		return nil, nil
	case errors.Is(err, fs.ErrNotExist):
		text := quoted(name) + " does not exist, name a file that does, or leave the flag out"
		return nil, &Problem{Source: "--config", Text: text, Usage: true}
	case errors.Is(err, fs.ErrPermission):
		return nil, &Problem{Source: name, Text: "permission denied, let this user read the file"}
	case err != nil:
		return nil, &Problem{Source: name, Text: causeOf(err)}
	case len(data) > maxFile:
		return nil, &Problem{Source: name, Text: "the file is larger than 1 MiB, name a file of settings"}
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return nil, &Problem{Source: name, Text: "the file is UTF-16, save it as UTF-8"}
	}
	return data, nil
}

// readLimited reads one byte more than a file may have, which tells that there is more. The result is not nil unless
// there is an error.
func readLimited(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, errors.New("this is a folder, name a file of settings")
	}
	return io.ReadAll(io.LimitReader(f, maxFile+1))
}

// causeOf drops the path from an error of package os: the source of the Problem has it.
func causeOf(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Op + ": " + p.Err.Error()
	}
	return err.Error()
}
