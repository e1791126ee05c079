// SPDX-License-Identifier: MIT

package packaging

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Release is which porchlight is packaged.
type Release struct {
	Stamp string    // what the program says about itself, such as v1.2.3-4-gabc1234
	Time  time.Time // of every file in a package
}

// ErrStamp is a version that would not be safe in file names and texts.
var ErrStamp = errors.New("a version has letters, digits and . + - only")

var (
	safe      = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.+-]*$`)
	described = regexp.MustCompile(`^v?(\d+\.\d+\.\d+)(?:-([0-9A-Za-z.]+?))?(?:-(\d+)-g([0-9a-f]+))?$`)
)

// NewRelease looks at a stamp in the form of git describe.
func NewRelease(stamp string, at time.Time) (Release, error) {
	if !safe.MatchString(stamp) {
		return Release{}, fmt.Errorf("version %q: %w", stamp, ErrStamp)
	}
	return Release{stamp, at.UTC().Truncate(time.Second)}, nil
}

// Version is the stamp in the order of Debian and RPM: what comes before a
// version has a tilde, what comes after it a plus sign. Where no version was
// ever tagged it is 0.0.0 and what git says.
func (r Release) Version() string {
	parts, dirty := r.parts()
	if parts == nil {
		return "0.0.0+" + strings.ReplaceAll(r.Stamp, "-", ".")
	}
	number, before, commits, commit := parts[1], parts[2], parts[3], parts[4]
	if before != "" {
		number += "~" + before
	}
	var after []string
	if commits != "" {
		after = append(after, commits, "g"+commit)
	}
	if dirty {
		after = append(after, "dirty")
	}
	if after == nil {
		return number
	}
	return number + "+" + strings.Join(after, ".")
}

// parts are the number, what comes before it is final, the commits since and
// the commit; nil where no version was tagged. A dirty stamp is of files that
// were not committed.
func (r Release) parts() (parts []string, dirty bool) {
	clean, dirty := strings.CutSuffix(r.Stamp, "-dirty")
	return described.FindStringSubmatch(clean), dirty
}

// Semantic is Version by the rules of semver.org, for everybody else.
func (r Release) Semantic() string { return strings.Replace(r.Version(), "~", "-", 1) }

// Number is the version as Windows compares it: the fourth figure counts the
// commits since it was tagged.
func (r Release) Number() string {
	commits := "0"
	if parts, _ := r.parts(); parts != nil && parts[3] != "" {
		commits = parts[3]
	}
	return r.Triple() + "." + commits
}

// Triple is the version as macOS compares it.
func (r Release) Triple() string {
	if parts, _ := r.parts(); parts != nil {
		return parts[1]
	}
	return "0.0.0"
}

// fill puts the release in the places that a text has for it.
func (r Release) fill(text []byte) []byte {
	places := strings.NewReplacer("@VERSION@", r.Semantic(), "@TRIPLE@", r.Triple(), "@DATE@", r.Time.Format(time.DateOnly))
	return []byte(places.Replace(string(text)))
}
