package study

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/instruments"
)

// The sentinels of this package; every error of a file that is not sound also
// is instruments.ErrRefused or ErrIntegrity.
var (
	ErrLocked    = errors.New("study locked")                                        // another process writes the study
	ErrIntegrity = errors.New("study integrity broken")                              // the file is damaged, or log and state disagree
	ErrNotStudy  = fmt.Errorf("not a study file: %w", instruments.ErrRefused)        // empty, foreign, missing
	ErrNewer     = fmt.Errorf("made by a newer version: %w", instruments.ErrRefused) // a future file version
	ErrConflict  = errors.New("study changed meanwhile")                             // a record is no longer as a command expects
)

// errPlaces is a word index that cannot be read.
var errPlaces = errors.New("word index broken")

// errClosed is a fault of the program, not of the user.
var errClosed = errors.New("study is closed")

func failure(kind error, where string, err error, what, hint instruments.Text) error {
	return &instruments.Error{Kind: kind, What: what, Where: where, Hint: hint, Err: err}
}

func notStudy(path string, what instruments.Text) error {
	return failure(ErrNotStudy, path, nil, what, instruments.Text{
		NL: "maak een nieuw onderzoek met ‘meerzicht new’; dit bestand is niet aangeraakt",
		EN: "make a new study with ‘meerzicht new’; this file was not touched",
	})
}

func restoreHint() instruments.Text {
	return instruments.Text{
		NL: "gebruik de laatste reservekopie; bewaar dit bestand, want een deel is vaak nog te lezen",
		EN: "use the last backup; keep this file, since part of it can often still be read",
	}
}

// damaged is the error for a study whose bytes or content are wrong at a place.
// People are told err only when it can say itself in their language.
func damaged(where string, what instruments.Text, err error) error {
	var told instruments.Localizer
	if errors.As(err, &told) {
		return failure(ErrIntegrity, where, err, what, restoreHint())
	}
	return failure(unsaid(ErrIntegrity, err), where, nil, what, restoreHint())
}

// unsaid joins a cause to the kind of an error: errors.Is finds it, and people,
// to whom the words of SQLite mean nothing, are not shown it.
func unsaid(kind, cause error) error { return errors.Join(kind, cause) }

// explain turns what SQLite says into words: a damaged file, a full disk, no
// permission, a busy file. Other errors stay as they are.
func explain(path string, err error) error {
	var told *instruments.Error
	switch {
	case err == nil || errors.As(err, &told):
		return err
	case errors.Is(err, sqlite3.CORRUPT), errors.Is(err, sqlite3.NOTADB), errors.Is(err, sqlite3.IOERR_DATA), errors.Is(err, sqlite3.IOERR_SHORT_READ):
		return damaged(path, instruments.Text{NL: "het onderzoeksbestand is beschadigd", EN: "the study file is damaged"}, err)
	case errors.Is(err, sqlite3.FULL):
		return failure(unsaid(nil, err), path, nil, instruments.Text{NL: "de schijf is vol; er is niets veranderd", EN: "the disk is full; nothing was changed"}, instruments.Text{})
	case errors.Is(err, sqlite3.BUSY):
		return failure(unsaid(ErrLocked, err), path, nil, instruments.Text{NL: "een ander programma schrijft in het onderzoek", EN: "another program is writing the study"},
			instruments.Text{NL: "sluit dat programma, of probeer het later opnieuw", EN: "close that program, or try again later"})
	case errors.Is(err, sqlite3.CANTOPEN), errors.Is(err, sqlite3.READONLY), errors.Is(err, fs.ErrPermission):
		return failure(unsaid(nil, err), path, nil, instruments.Text{NL: "het onderzoeksbestand kan niet geopend of beschreven worden", EN: "the study file cannot be opened or written"},
			instruments.Text{NL: "controleer de rechten van het bestand en van de map", EN: "check the permissions of the file and of its folder"})
	}
	return err
}

// explainNew is explain for a file that is being made: what does not exist
// then is its folder.
func explainNew(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return failure(nil, path, nil, instruments.Text{NL: "de map van dit bestand bestaat niet", EN: "the folder of this file does not exist"},
			instruments.Text{NL: "maak de map eerst, of kies een andere plaats", EN: "make the folder first, or choose another place"})
	}
	return explain(path, err)
}
