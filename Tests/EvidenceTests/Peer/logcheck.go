// Checks a log's folder with another implementation than ours: golang.org/x/mod's note and tlog.
//
//	logcheck FOLDER VKEY [OLD-CHECKPOINT]... [PROOF.tlog-proof]...
//
// Prints one line of what it found; exit status 1 says what is wrong.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if err := check(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

type checkpoint struct {
	size int64
	root tlog.Hash
}

func open(text []byte, verifier note.Verifier) (checkpoint, error) {
	signed, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return checkpoint{}, fmt.Errorf("%q is no checkpoint of %s", signed.Text, verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return checkpoint{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return checkpoint{size, root}, err
}

func check(folder, key string, others []string) error {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return err
	}
	head, err := open(text, verifier)
	if err != nil {
		return err
	}
	hashes, entries, err := read(folder, head.size)
	if err != nil {
		return err
	}
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for place, index := range indexes {
			found[place] = hashes[index]
		}
		return found, nil
	})
	root, err := tlog.TreeHash(head.size, reader)
	if err != nil {
		return err
	}
	if root != head.root {
		return fmt.Errorf("the entries' root is %v, the checkpoint's %v", root, head.root)
	}
	// Every tile of hashes is what its own reading of the tiles wants.
	tiles := 0
	for level := 0; head.size>>uint(8*level) > 0; level++ {
		for number := int64(0); number<<8 < head.size>>uint(8*level); number++ {
			width := (head.size >> uint(8*level)) - number<<8
			if width > 256 {
				width = 256
			}
			tile := tlog.Tile{H: 8, L: level, N: number, W: int(width)}
			wanted, err := tlog.ReadTileData(tile, reader)
			if err != nil {
				return err
			}
			// Its own paths say the height, ours have it fixed.
			path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
			data, err := os.ReadFile(filepath.Join(folder, path))
			if err != nil {
				return err
			}
			if string(data) != string(wanted) {
				return fmt.Errorf("%s is another", path)
			}
			tiles++
		}
	}
	olds, proofs := 0, 0
	for _, name := range others {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".tlog-proof") {
			if err := proof(string(text), verifier, entries); err != nil {
				return fmt.Errorf("%s: %v", name, err)
			}
			proofs++
			continue
		}
		old, err := open(text, verifier)
		if err != nil {
			return fmt.Errorf("%s: %v", name, err)
		}
		if old.size == 0 {
			continue
		}
		tree, err := tlog.ProveTree(head.size, old.size, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(tree, head.size, head.root, old.size, old.root); err != nil {
			return fmt.Errorf("%s: %v", name, err)
		}
		olds++
	}
	fmt.Printf("%d entries, %d tiles, %d older checkpoints, %d proofs\n", head.size, tiles, olds, proofs)
	return nil
}

// Every hash that tlog stores, and the entries.
func read(folder string, size int64) ([]tlog.Hash, [][]byte, error) {
	var hashes []tlog.Hash
	var entries [][]byte
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for place, index := range indexes {
			found[place] = hashes[index]
		}
		return found, nil
	})
	for number := int64(0); number<<8 < size; number++ {
		width := size - number<<8
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: 8, L: -1, N: number, W: int(width)}
		path := "tile/entries/" + strings.TrimPrefix(tile.Path(), "tile/8/data/")
		data, err := os.ReadFile(filepath.Join(folder, path))
		if err != nil {
			return nil, nil, err
		}
		for len(data) > 0 {
			count := int(data[0])<<8 | int(data[1])
			entry := data[2 : 2+count]
			data = data[2+count:]
			stored, err := tlog.StoredHashes(int64(len(entries)), entry, reader)
			if err != nil {
				return nil, nil, err
			}
			hashes = append(hashes, stored...)
			entries = append(entries, entry)
		}
	}
	if int64(len(entries)) != size {
		return nil, nil, fmt.Errorf("%d entries instead of %d", len(entries), size)
	}
	return hashes, entries, nil
}

func proof(text string, verifier note.Verifier, entries [][]byte) error {
	head, signed, found := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("it is no proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var record tlog.RecordProof
	for _, line := range lines[2:] {
		bytes, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(bytes) != 32 {
			return fmt.Errorf("%q is no hash", line)
		}
		record = append(record, tlog.Hash(*(*[32]byte)(bytes)))
	}
	at, err := open([]byte(signed), verifier)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(record, at.size, at.root, index, tlog.RecordHash(entries[index]))
}
