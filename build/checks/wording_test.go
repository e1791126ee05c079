// SPDX-License-Identifier: MIT

package checks

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"porchlight/build/source"
)

func TestErrorsAreWordedAlike(t *testing.T) { holds(t, misworded) }

// misworded finds error texts that are not of the form `verb noun: cause`, in
// the calls that make errors. Tests may call their made-up errors what they like.
func misworded(tree *source.Tree) []string {
	var findings []string
	for _, f := range tree.Files {
		if f.Test() {
			continue
		}
		for _, text := range errorTexts(f) {
			if fault := badWording(text.value); fault != "" {
				findings = append(findings, at(f, text.pos, "%q: %s", text.value, fault))
			}
		}
	}
	return findings
}

type errorText struct {
	pos   token.Pos
	value string
}

// errorTexts returns the constant texts that f hands to errors.New and
// fmt.Errorf, as far as they are written in the call.
func errorTexts(f *source.File) []errorText {
	makers := map[ast.Expr]bool{}
	for _, use := range append(f.Uses("errors"), f.Uses("fmt")...) {
		if use.Sel.Name == "New" || use.Sel.Name == "Errorf" {
			makers[use] = true
		}
	}
	var texts []errorText
	for node := range ast.Preorder(f.Syntax) {
		call, ok := node.(*ast.CallExpr)
		if !ok || !makers[call.Fun] || len(call.Args) == 0 {
			continue
		}
		if value := constantText(call.Args[0]); value != "" {
			texts = append(texts, errorText{call.Pos(), value})
		}
	}
	return texts
}

// constantText joins the literals of an expression; each part that only a
// running program knows is written as a verb.
func constantText(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return text
		}
	case *ast.BinaryExpr:
		return constantText(e.X) + constantText(e.Y)
	case *ast.ParenExpr:
		return constantText(e.X)
	}
	return "%v"
}

// apology matches the words that say only that this is an error, at the start
// of any link of the chain.
var apology = regexp.MustCompile(`(?i)(^|: )(failed to|unable to|cannot|can't|can not|could not|couldn't|error|failure)\b`)

func badWording(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	second, _ := utf8.DecodeRuneInString(text[size:])
	switch {
	case apology.MatchString(text):
		return "say what was tried, `verb noun: cause`; that it is an error is known"
	case unicode.IsUpper(first) && unicode.IsLower(second) && !isName(text):
		return "begins with a capital letter"
	case strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "\n"):
		return "ends like a sentence"
	}
	return ""
}

// isName reports whether text begins with a field name (`Content-Length`), or
// with a word that has capitals inside (`ETag`).
func isName(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	return strings.Contains(word, "-") || strings.ContainsFunc(word[1:], unicode.IsUpper)
}

func TestMiswordedErrorsAreFound(t *testing.T) {
	const form = "say what was tried, `verb noun: cause`; that it is an error is known"
	source := func(call string) map[string]string {
		return map[string]string{"x.go": "package x\nimport (\"errors\"; \"fmt\")\nvar _ = " + call}
	}
	finds(t, misworded, []sample{
		{"the form", source(`fmt.Errorf("open share %q: %w", name, err)`), nil},
		{"acronym", source(`errors.New("HTTP/2 line: not spoken")`), nil},
		{"field name", source(`errors.New("Content-Length: two values")`), nil},
		{"word that begins alike", source(`errors.New("errors.log: not a folder")`), nil},
		{"failed to", source(`errors.New("failed to open")`), []string{`x.go:3: "failed to open": ` + form}},
		{"unable to, inside", source(`fmt.Errorf("start: unable to listen")`), []string{`x.go:3: "start: unable to listen": ` + form}},
		{"cannot", source(`fmt.Errorf("cannot open %s", name)`), []string{`x.go:3: "cannot open %s": ` + form}},
		{"error", source(`errors.New("error in head")`), []string{`x.go:3: "error in head": ` + form}},
		{"joined", source(`errors.New("could " + "not read")`), []string{`x.go:3: "could not read": ` + form}},
		{"capital", source(`errors.New("Read head")`), []string{`x.go:3: "Read head": begins with a capital letter`}},
		{"full stop", source(`errors.New("read head.")`), []string{`x.go:3: "read head.": ends like a sentence`}},
		{"full stop after a value", source(`errors.New("read " + name + ".")`), []string{`x.go:3: "read %v.": ends like a sentence`}},
		{"a test", map[string]string{"x_test.go": "package x\nimport \"errors\"\nvar boom = errors.New(\"Boom!\")"}, nil},
	})
}
