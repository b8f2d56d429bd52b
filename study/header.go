package study

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"meerzicht/instruments"
)

// checkHeader reads the first bytes of a file, without SQLite, and refuses what
// is no study of at most the layout's version. It returns the file's version.
// Nothing is written, and no -wal or -shm file appears beside a refused file.
func checkHeader(path string, l layout) (int, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, failure(ErrNotStudy, path, nil, instruments.Text{NL: "dit bestand bestaat niet", EN: "this file does not exist"},
			instruments.Text{NL: "controleer de naam en de map, of maak een nieuw onderzoek met ‘meerzicht new’", EN: "check the name and the folder, or make a new study with ‘meerzicht new’"})
	case err != nil:
		return 0, explain(path, fmt.Errorf("look at the study file: %w", err))
	case !info.Mode().IsRegular():
		return 0, notStudy(path, instruments.Text{NL: "dit is geen bestand maar een map of iets anders", EN: "this is no file but a folder or something else"})
	case info.Size() == 0:
		return 0, notStudy(path, instruments.Text{NL: "het bestand is leeg (0 bytes) en dus geen onderzoek", EN: "the file is empty (0 bytes) and so no study"})
	}
	head, err := readHead(path)
	if err != nil {
		return 0, err
	}
	return head.check(path, info.Size(), l)
}

// header is the part of SQLite's file header that is looked at.
type header struct {
	magic                []byte
	pageSize, pages      int64
	application, version int
}

func readHead(path string) (header, error) {
	f, err := os.Open(path)
	if err != nil {
		return header{}, explain(path, fmt.Errorf("open the study file: %w", err))
	}
	defer f.Close()
	b := make([]byte, 100)
	if _, err := io.ReadFull(f, b); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return header{}, fmt.Errorf("read the study file: %w", err)
	}
	size := int64(binary.BigEndian.Uint16(b[16:]))
	if size == 1 {
		size = 65536
	}
	return header{
		magic: b[:16], pageSize: size, pages: int64(binary.BigEndian.Uint32(b[28:])),
		application: int(binary.BigEndian.Uint32(b[68:])), version: int(binary.BigEndian.Uint32(b[60:])),
	}, nil
}

func (h header) check(path string, size int64, l layout) (int, error) {
	switch {
	case !bytes.Equal(h.magic, []byte("SQLite format 3\x00")):
		return 0, notStudy(path, instruments.Text{NL: "dit is geen onderzoeksbestand van Meerzicht", EN: "this is no Meerzicht study file"})
	case h.application != applicationID || h.version == 0:
		return 0, notStudy(path, instruments.Text{NL: "dit is een database van een ander programma, geen onderzoek van Meerzicht", EN: "this is a database of another program, no Meerzicht study"})
	case h.version > l.version:
		return 0, failure(ErrNewer, path, nil,
			instruments.Textf("dit onderzoek is gemaakt met een nieuwere versie van Meerzicht (bestandsversie %d, dit programma kent %d)", "this study was made with a newer version of Meerzicht (file version %d, this program knows %d)", h.version, l.version),
			instruments.Text{NL: "installeer de nieuwe versie; dit bestand is niet aangeraakt", EN: "install the new version; this file was not touched"})
	case size < h.pageSize*h.pages && !pending(path):
		return 0, damaged(path, instruments.Textf("het onderzoeksbestand is afgekapt: %d van de %d bytes zijn er", "the study file is truncated: %d of %d bytes are there", size, h.pageSize*h.pages), nil)
	}
	return h.version, nil
}

// pending reports whether a write-ahead log with content stands beside the
// file; then the file alone does not tell how long it should be.
func pending(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}
