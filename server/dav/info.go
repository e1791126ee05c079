// SPDX-License-Identifier: MIT

package dav

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"

	"golang.org/x/net/webdav"

	"porchlight/server/folder"
)

// info tells of a file in the words of a download: the same entity tag, the
// same type. x/net/webdav would open and read each file to guess its type.
type info struct {
	fs.FileInfo
	files  *folder.Files
	name   string
	coming bool // had no name yet, by which its tag changes
}

var (
	_ webdav.ETager       = (*info)(nil)
	_ webdav.ContentTyper = (*info)(nil)
)

// ETag is asked for after a file that was coming has been closed.
func (i *info) ETag(context.Context) (string, error) {
	if !i.coming {
		return i.files.Tag(i.FileInfo), nil
	}
	now, err := i.files.Stat(i.name)
	if err != nil {
		return "", err
	}
	return i.files.Tag(now), nil
}

func (i *info) ContentType(context.Context) (string, error) {
	return i.files.Type(i.name), nil
}

// roomEvery is how many bytes come between two looks at the disk.
const roomEvery = 64 << 20

// incoming is the content of a file that is coming: from a visitor, or from
// another file. It keeps why it ended.
type incoming struct {
	io.Reader
	*fileSystem
	job  *job
	size int64 // bytes that are counted
	left int64 // bytes until the disk is looked at
}

func (i *incoming) Read(b []byte) (int, error) {
	if i.left <= 0 {
		if refused := i.admit(i.size, roomEvery); refused != nil {
			return 0, i.job.note(refused)
		}
		i.left = roomEvery
	}
	n, err := i.Reader.Read(b)
	if refused := i.count(int64(n)); refused != nil {
		return 0, i.job.note(refused)
	}
	if err != nil && err != io.EOF {
		_ = i.job.note(broken(err)) // the caller gets the cause itself
	}
	return n, err
}

// count holds the limits of a file whose length nobody has said, and of all
// files, before the bytes reach the disk.
func (i *incoming) count(n int64) *folder.Error {
	if refused := i.admit(i.size+n, 0); refused != nil {
		return refused
	}
	if refused := i.spend(n); refused != nil {
		return refused
	}
	i.size += n
	i.left -= n
	return nil
}

// broken makes an answer of the end of a body that is not whole.
func broken(err error) error {
	if _, ours := errors.AsType[*fs.PathError](err); ours {
		return err
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return &folder.Error{
			Status: http.StatusRequestTimeout,
			Reason: "The file stopped coming. Nothing was stored; send it again.",
		}
	}
	return &folder.Error{
		Status: http.StatusBadRequest,
		Reason: "The file did not arrive whole. Nothing was stored; send it again.",
	}
}
