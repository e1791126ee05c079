// SPDX-License-Identifier: MIT

package source

import (
	"go/ast"
	"go/token"
	"path"
	"strconv"
)

// Imports returns the import paths of f and where each is written.
func (f *File) Imports() map[string]token.Pos {
	imports := map[string]token.Pos{}
	for _, spec := range f.Syntax.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil {
			imports[name] = spec.Pos()
		}
	}
	return imports
}

// Uses returns each place where f names something of the package importPath
// (`http.Server`), under whatever name f imports it. It goes by spelling: a
// local variable that hides the package is taken for the package.
func (f *File) Uses(importPath string) []*ast.SelectorExpr {
	local := f.localName(importPath)
	if local == "" {
		return nil
	}
	var uses []*ast.SelectorExpr
	for node := range ast.Preorder(f.Syntax) {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			continue
		}
		if x, ok := selector.X.(*ast.Ident); ok && x.Name == local {
			uses = append(uses, selector)
		}
	}
	return uses
}

func (f *File) localName(importPath string) string {
	for _, spec := range f.Syntax.Imports {
		switch name, err := strconv.Unquote(spec.Path.Value); {
		case err != nil || name != importPath:
		case spec.Name != nil:
			return spec.Name.Name
		default:
			return path.Base(importPath)
		}
	}
	return ""
}

// Functions returns the functions and methods that f declares, by the name
// that a reader would search for: `Serve`, or `Server.Start` for a method.
func (f *File) Functions() map[string]*ast.FuncDecl {
	functions := map[string]*ast.FuncDecl{}
	for _, d := range f.Syntax.Decls {
		if function, ok := d.(*ast.FuncDecl); ok {
			functions[functionName(function)] = function
		}
	}
	return functions
}

func functionName(function *ast.FuncDecl) string {
	if function.Recv == nil || len(function.Recv.List) == 0 {
		return function.Name.Name
	}
	receiver := function.Recv.List[0].Type
	for {
		switch t := receiver.(type) {
		case *ast.StarExpr:
			receiver = t.X
		case *ast.IndexExpr: // the receiver of a generic type
			receiver = t.X
		case *ast.IndexListExpr:
			receiver = t.X
		case *ast.Ident:
			return t.Name + "." + function.Name.Name
		default:
			return function.Name.Name
		}
	}
}
