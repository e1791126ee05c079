// SPDX-License-Identifier: MIT

package bench

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

// folderSize is how many of the many files lie in one folder.
const folderSize = 100

// youth is how long a file may be asked about by each request because it was
// changed a moment ago, on ours and maybe on others.
const youth = 3 * time.Second

// manyName is the address of one of the many files.
func manyName(i int) string {
	return fmt.Sprintf("/many/%03d/%02d.html", i/folderSize, i%folderSize)
}

// single are the files that rows ask for by name, with their sizes.
func single() map[string]int {
	return map[string]int{smallPath: 1 << 10, codedPath: 10 << 10, "/k100.css": 100 << 10, "/m1.jpg": 1 << 20}
}

// makeTree makes the folder that is served: the single files, and as many as
// the rows want at most.
func makeTree(root string, rows []row) error {
	random := rand.New(rand.NewPCG(11, 7)) //nolint:gosec // the same bytes each time
	for name, size := range single() {
		if err := writeFile(root, name, words(random, size)); err != nil {
			return err
		}
	}
	if err := gzipFile(root, codedPath); err != nil {
		return err
	}
	many := 0
	for _, r := range rows {
		many = max(many, r.files)
	}
	for i := range many {
		if err := writeFile(root, manyName(i), words(random, manySize)); err != nil {
			return err
		}
	}
	return nil
}

// gzipFile puts a coded file beside a file.
func gzipFile(root, name string) error {
	plain, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	var coded bytes.Buffer
	w := gzip.NewWriter(&coded)
	if _, err = w.Write(plain); err == nil {
		err = w.Close()
	}
	if err != nil {
		return fmt.Errorf("code file: %w", err)
	}
	return writeFile(root, name+".gz", coded.Bytes())
}

func writeFile(root, name string, content []byte) error {
	path := filepath.Join(root, filepath.FromSlash(name))
	err := os.WriteFile(path, content, 0o644)
	if os.IsNotExist(err) {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
		err = os.WriteFile(path, content, 0o644)
	}
	if err != nil {
		return fmt.Errorf("make file: %w", err)
	}
	return nil
}

// words is text of so many bytes, no two alike.
func words(random *rand.Rand, size int) []byte {
	list := []string{"amber", "river", "stone", "garden", "window", "porch", "light", "lantern", "harbour", "meadow"}
	text := make([]byte, 0, size+32)
	for len(text) < size {
		text = fmt.Appendf(text, "%s %d ", list[random.IntN(len(list))], random.IntN(100))
	}
	return text[:size]
}
