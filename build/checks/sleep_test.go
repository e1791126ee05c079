// SPDX-License-Identifier: MIT

package checks

import (
	"go/ast"
	"testing"

	"porchlight/build/source"
)

func TestNothingWaitsByTheClock(t *testing.T) { holds(t, realSleeps) }

// realSleeps finds time.Sleep where it takes real time: anywhere but in a
// function that is handed to synctest.Test, where it only moves a fake clock.
func realSleeps(tree *source.Tree) []string {
	var findings []string
	for _, f := range tree.Files {
		bubbled := map[*ast.SelectorExpr]bool{}
		for _, bubble := range bubbles(f) {
			for node := range ast.Preorder(bubble) {
				if selector, ok := node.(*ast.SelectorExpr); ok {
					bubbled[selector] = true
				}
			}
		}
		for _, use := range f.Uses("time") {
			if use.Sel.Name == "Sleep" && !bubbled[use] {
				findings = append(findings, at(f, use.Pos(), "time.Sleep: wait for what you wait for, or use testing/synctest"))
			}
		}
	}
	return findings
}

// bubbles returns the calls of synctest.Test in f.
func bubbles(f *source.File) []*ast.CallExpr {
	tests := map[ast.Expr]bool{}
	for _, use := range f.Uses("testing/synctest") {
		tests[use] = use.Sel.Name == "Test"
	}
	var calls []*ast.CallExpr
	for node := range ast.Preorder(f.Syntax) {
		if call, ok := node.(*ast.CallExpr); ok && tests[call.Fun] {
			calls = append(calls, call)
		}
	}
	return calls
}

func TestRealSleepsAreFound(t *testing.T) {
	const imports = "package x\nimport (\"testing\"; \"testing/synctest\"; \"time\")\n"
	const want = "time.Sleep: wait for what you wait for, or use testing/synctest"
	finds(t, realSleeps, []sample{
		{"a fake clock", map[string]string{
			"x_test.go": imports + "func TestX(t *testing.T) { synctest.Test(t, func(t *testing.T) { for { time.Sleep(1) } }) }",
		}, nil},
		{"beside a fake clock", map[string]string{
			"x_test.go": imports + "func TestX(t *testing.T) {\nsynctest.Test(t, func(t *testing.T) {})\ntime.Sleep(1)\nsynctest.Wait()\n}",
		}, []string{"x_test.go:5: " + want}},
		{"code", map[string]string{
			"x.go": "package x\nimport clock \"time\"\nvar sleep = clock.Sleep",
		}, []string{"x.go:3: " + want}},
	})
}
