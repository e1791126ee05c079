// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"fmt"
	"strings"
)

// list is a row of words, separated by commas.
type list struct{ field[[]string] }

// newList makes a list of words that clean brings into their one form. Twice the same word counts once.
func newList(at func(*Config) *[]string, clean func(string) string, valid func([]string) error) list {
	l := list{field[[]string]{at: at, valid: valid, quote: quoteList}}
	l.plain = func(v []string) string { return strings.Join(v, ",") }
	l.parse = func(text string) ([]string, error) {
		var words []string
		seen := make(map[string]bool)
		for part := range strings.SplitSeq(text, ",") {
			word := clean(strings.TrimSpace(part))
			if word != "" && !seen[word] {
				words = append(words, word)
			}
			seen[word] = true
		}
		return words, nil
	}
	return l
}

// types is the list of file types that may be fetched.
func types(at func(*Config) *[]string) kind {
	clean := func(s string) string { return strings.TrimPrefix(strings.ToLower(s), ".") }
	return newList(at, clean, func(v []string) error {
		if len(v) == 0 {
			return errors.New(`the list is empty and nothing could be fetched, use types such as "html" or "*" for every type`)
		}
		for _, word := range v {
			if word == "*" && len(v) > 1 {
				return errors.New(`"*" is every type, use it alone`)
			}
			if word != "*" && !isLabel(word) {
				return fmt.Errorf(`%s is not a file type, use the letters after the last dot of a name such as "html"`, quoted(word))
			}
		}
		return nil
	})
}

// hostNames is the list of names that are ours beside those that the server finds on its own.
func hostNames(at func(*Config) *[]string) kind {
	return newList(at, cleanHost, func(v []string) error {
		for _, word := range v {
			if err := checkHost(word); err != nil {
				return err
			}
		}
		return nil
	})
}
