// SPDX-License-Identifier: MIT

package folder

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"strings"
)

// Limits of what one archive may make us do, and all that run at once.
const (
	deepestArchive   = 64        // folders within each other; each holds a descriptor
	archiveEntryCost = 400       // bytes an entry holds besides its path: plan 64, archive/zip 300
	archiveCost      = 64 << 20  // bytes; some 150,000 entries
	archivesCost     = 128 << 20 // bytes of all archives that run at once
)

// archivePlan is what will be in an archive: found by a walk that opens each
// file, to see that it can be, and reads none. It holds one descriptor.
type archivePlan struct {
	folder  *Folder
	dir     *os.Root // what is archived
	entries []planned
	left    leftOut
	cost    int64 // bytes
}

// planned is a file to be, or a folder.
type planned struct {
	path  string // below dir, with "/"; that of a folder ends in one
	stamp stamp  // its size is 0 for a folder
}

// planArchive walks a folder, or what is chosen in it; nil is all. The plan
// is to be closed.
func (f *Folder) planArchive(ctx context.Context, n name, chosen []string) (*archivePlan, *Error) {
	dir, err := openBelow(f.root, n.path, f.root.Stat)
	if err != nil {
		return nil, f.fault(err)
	}
	p := &archivePlan{folder: f, dir: dir}
	visible := func(s string) bool { return n.path != "." || f.reserved == "" || s != f.reserved }
	names := chosen
	if chosen == nil {
		names, err = p.names(dir, "")
	}
	for _, s := range names {
		if err != nil {
			break
		}
		if lendableName(s) && visible(s) {
			err = p.add(ctx, dir, "", s)
		} else if chosen != nil {
			p.left.add(s, fs.ErrNotExist)
		}
	}
	if err != nil {
		p.close()
		return nil, f.planFault(err)
	}
	return p, nil
}

func (p *archivePlan) close() {
	p.folder.zipCost.Add(-p.cost)
	_ = p.dir.Close() // read only: nothing to lose
}

var (
	errArchiveLarge = errors.New("archive has too many entries")
	errArchivesBusy = errors.New("running archives have too many entries")
	errArchiveDeep  = errors.New("archive is too deep")
	errLink         = errors.New("a link")
)

func (f *Folder) planFault(err error) *Error {
	switch {
	case errors.Is(err, errArchiveLarge), errors.Is(err, errArchiveDeep):
		return &Error{
			Status: http.StatusRequestEntityTooLarge,
			Reason: "The folder holds too much for one archive. Load its folders one by one.",
		}
	case errors.Is(err, errArchivesBusy):
		return &Error{
			Status: http.StatusServiceUnavailable,
			Reason: "Many archives are being loaded. Try again in a while.",
		}
	}
	return f.fault(err)
}

// names returns the sorted names in a folder that may be lent, and pays for
// them.
func (p *archivePlan) names(dir *os.Root, prefix string) ([]string, error) {
	file, err := dir.Open(".")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var lendable []string
	for {
		batch, err := file.Readdirnames(1024)
		for _, s := range batch {
			if !lendableName(s) {
				continue
			}
			if err := p.pay(int64(archiveEntryCost + len(prefix) + 2*len(s))); err != nil {
				return nil, err
			}
			lendable = append(lendable, s)
		}
		if errors.Is(err, io.EOF) {
			slices.Sort(lendable)
			return lendable, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (p *archivePlan) pay(bytes int64) error {
	p.cost += bytes
	all := p.folder.zipCost.Add(bytes)
	switch {
	case p.cost > archiveCost:
		return errArchiveLarge
	case all > archivesCost:
		return errArchivesBusy
	}
	return nil
}

// add plans one entry of a folder, and all that is below it. What has gone
// since the folder was listed is no loss; what cannot be had is left out. An
// error ends the walk.
func (p *archivePlan) add(ctx context.Context, dir *os.Root, prefix, s string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	info, err := dir.Lstat(s)
	switch {
	case err != nil:
	case info.IsDir():
		err = p.addFolder(ctx, dir, prefix, s)
	default:
		err = p.addFile(dir, prefix, s)
	}
	switch {
	case err == nil:
		return nil
	case isWalkEnd(err):
		return err
	}
	p.left.add(prefix+s, err)
	return p.pay(0)
}

// isWalkEnd tells a trouble of ours from one of a single file.
func isWalkEnd(err error) bool {
	return errors.Is(err, errArchiveLarge) || errors.Is(err, errArchiveDeep) || errors.Is(err, errArchivesBusy) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		statusOf(err) == http.StatusServiceUnavailable
}

func (p *archivePlan) addFile(dir *os.Root, prefix, s string) error {
	if _, served := p.folder.types.of(s); !served {
		return nil
	}
	file, err := openUnlinked(dir, s)
	if err != nil {
		return err
	}
	p.entries = append(p.entries, planned{path: prefix + s, stamp: file.stamp})
	return file.file.Close()
}

func (p *archivePlan) addFolder(ctx context.Context, dir *os.Root, prefix, s string) error {
	prefix += s + "/"
	if strings.Count(prefix, "/") > deepestArchive {
		return errArchiveDeep
	}
	below, err := openBelow(dir, s, dir.Lstat)
	if err != nil {
		return err
	}
	defer below.Close()
	names, err := p.names(below, prefix)
	if err != nil {
		return err
	}
	info, err := below.Stat(".")
	if err != nil {
		return err
	}
	p.entries = append(p.entries, planned{path: prefix, stamp: stamp{written: info.ModTime().UnixNano()}})
	for _, s := range names {
		if err := p.add(ctx, below, prefix, s); err != nil {
			return err
		}
	}
	return nil
}
