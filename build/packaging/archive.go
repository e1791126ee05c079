// SPDX-License-Identifier: MIT

package packaging

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

// File is one file of a package.
type File struct {
	Name    string // with slashes, below the top of the package
	Mode    fs.FileMode
	Content []byte
}

// Below puts files into a folder.
func Below(folder string, files []File) []File {
	moved := slices.Clone(files)
	for i := range moved {
		moved[i].Name = folder + "/" + moved[i].Name
	}
	return moved
}

// inOrder returns files by their names: an archive must not tell in which
// order somebody's disk has kept them.
func inOrder(files []File) []File {
	return slices.SortedFunc(slices.Values(files), func(a, b File) int { return strings.Compare(a.Name, b.Name) })
}

// TarGz archives files; all of them belong to root and were changed at one time.
func TarGz(files []File, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	zipped, err := newGzip(&out, gzip.DefaultCompression) // the best takes ten times as long, for 3 %
	if err != nil {
		return nil, err
	}
	archive := tar.NewWriter(zipped)
	for _, f := range inOrder(files) {
		head := tar.Header{
			Name: f.Name, Mode: int64(f.Mode.Perm()), Size: int64(len(f.Content)), ModTime: at,
			Typeflag: tar.TypeReg, Uname: "root", Gname: "root",
		}
		if err := archive.WriteHeader(&head); err != nil {
			return nil, err
		}
		if _, err := archive.Write(f.Content); err != nil {
			return nil, err
		}
	}
	err = errors.Join(archive.Close(), zipped.Close())
	return out.Bytes(), err
}

// Zip archives files; all of them were changed at one time.
func Zip(files []File, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.DefaultCompression)
	})
	for _, f := range inOrder(files) {
		head := zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: at.UTC()}
		head.SetMode(f.Mode)
		w, err := archive.CreateHeader(&head)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Content); err != nil {
			return nil, err
		}
	}
	err := archive.Close()
	return out.Bytes(), err
}

// gzipped compresses a page of the manual, or a text, as packages have it.
func gzipped(text []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := newGzip(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(text)
	err = errors.Join(err, w.Close())
	return out.Bytes(), err
}

// newGzip compresses without a time, which this library would make up.
func newGzip(out io.Writer, level int) (*gzip.Writer, error) {
	w, err := gzip.NewWriterLevel(out, level)
	if err == nil {
		w.ModTime = time.Unix(0, 0)
	}
	return w, err
}
