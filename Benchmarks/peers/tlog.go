// The same work as our log's by golang.org/x/mod/sumdb/tlog: N entries hashed and appended in memory, then proofs.
//
//	tlog N
package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	count, err := strconv.ParseInt(os.Args[1], 10, 64)
	if err != nil {
		panic(err)
	}
	hashes := make([]tlog.Hash, 0, 2*count)
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for place, index := range indexes {
			found[place] = hashes[index]
		}
		return found, nil
	})
	// As long as ours, and the same bytes, so that both have one root.
	entry := bytes.Repeat([]byte("a"), 210)
	start := time.Now()
	for number := int64(0); number < count; number++ {
		for place := 0; place < 8; place++ {
			entry[place] = byte(number >> (8 * place))
		}
		stored, err := tlog.StoredHashes(number, entry, reader)
		if err != nil {
			panic(err)
		}
		hashes = append(hashes, stored...)
	}
	root, err := tlog.TreeHash(count, reader)
	if err != nil {
		panic(err)
	}
	rate := float64(count) / time.Since(start).Seconds()
	fmt.Printf("{\"id\":\"go-append\",\"unit\":\"leaves/s\",\"value\":%.0f,\"root\":%d}\n", rate, root[0])
	const proofs = 300
	start = time.Now()
	made := make([]tlog.RecordProof, proofs)
	for number := int64(0); number < proofs; number++ {
		if made[number], err = tlog.ProveRecord(count, number*2654435761%count, reader); err != nil {
			panic(err)
		}
	}
	fmt.Printf("{\"id\":\"go-proof\",\"unit\":\"ms\",\"value\":%.4f}\n", time.Since(start).Seconds()*1000/proofs)
	start = time.Now()
	for number := int64(0); number < proofs; number++ {
		index := number * 2654435761 % count
		for place := 0; place < 8; place++ {
			entry[place] = byte(index >> (8 * place))
		}
		if err := tlog.CheckRecord(made[number], count, root, index, tlog.RecordHash(entry)); err != nil {
			panic(err)
		}
	}
	fmt.Printf("{\"id\":\"go-verify\",\"unit\":\"ms\",\"value\":%.4f}\n", time.Since(start).Seconds()*1000/proofs)
}
