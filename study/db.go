package study

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// busyWait is how long a statement waits for another connection.
const busyWait = 5 * time.Second

// db is one connection with its prepared statements. Its mutex is held for a
// whole transaction, see Study.read and Study.write.
type db struct {
	mu    sync.Mutex
	conn  *sqlite3.Conn
	stmts map[string]*sqlite3.Stmt
}

// text is bytes that are stored as TEXT.
type text []byte

// connect opens the file with parameters of an SQLite URI, such as "mode=ro".
func connect(path, params string) (*db, error) {
	uri, err := fileURI(path, params)
	if err != nil {
		return nil, err
	}
	conn, err := sqlite3.Open(uri)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	d := &db{conn: conn, stmts: map[string]*sqlite3.Stmt{}}
	err = errors.Join(conn.BusyTimeout(busyWait), conn.Exec(`PRAGMA temp_store=memory; PRAGMA trusted_schema=off; PRAGMA cell_size_check=on; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA journal_size_limit=16777216`))
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// fileURI is the SQLite URI of a file with parameters.
func fileURI(path, params string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("connect: %w", err)
	}
	// A Windows path C:\x becomes /C:/x, as SQLite's URIs want it.
	slashed := filepath.ToSlash(abs)
	if slashed[0] != '/' {
		slashed = "/" + slashed
	}
	uri := url.URL{Scheme: "file", Path: slashed, RawQuery: params}
	return uri.String(), nil
}

func (d *db) close() error {
	var err error
	for _, st := range d.stmts {
		err = errors.Join(err, st.Close())
	}
	return errors.Join(err, d.conn.Close())
}

// query runs a statement and calls each for every row.
func (d *db) query(sql string, args []any, each func(*sqlite3.Stmt) error) error {
	st, err := d.take(sql)
	if err != nil {
		return err
	}
	err = bind(st, args)
	for err == nil && st.Step() {
		if each != nil {
			err = each(st)
		}
	}
	if err == nil {
		err = st.Err()
	}
	// The error of Reset repeats that of the last step.
	_ = st.Reset()
	err = errors.Join(err, st.ClearBindings())
	if d.stmts[sql] != nil { // the same statement was run inside each
		return errors.Join(err, st.Close())
	}
	d.stmts[sql] = st
	return err
}

// take gives a prepared statement to one user.
func (d *db) take(sql string) (*sqlite3.Stmt, error) {
	if st := d.stmts[sql]; st != nil {
		delete(d.stmts, sql)
		return st, nil
	}
	st, _, err := d.conn.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	return st, nil
}

func (d *db) exec(sql string, args ...any) error { return d.query(sql, args, nil) }

// one runs a query for one row; false when there is none.
func (d *db) one(sql string, args []any, scan func(*sqlite3.Stmt)) (bool, error) {
	found := false
	err := d.query(sql, args, func(st *sqlite3.Stmt) error {
		found = true
		scan(st)
		return nil
	})
	return found, err
}

func bind(st *sqlite3.Stmt, args []any) error {
	for i, arg := range args {
		var err error
		switch v := arg.(type) {
		case string:
			err = st.BindText(i+1, v)
		case text:
			err = st.BindRawText(i+1, v)
		case []byte:
			err = st.BindBlob(i+1, v)
		case int:
			err = st.BindInt(i+1, v)
		case int64:
			err = st.BindInt64(i+1, v)
		default:
			err = fmt.Errorf("bind: no way to store a %T", arg)
		}
		if err != nil {
			return fmt.Errorf("bind: %w", err)
		}
	}
	return nil
}

// transact runs do between begin and COMMIT, or ROLLBACK when it fails, panics,
// or the context ends.
func (d *db) transact(ctx context.Context, begin string, do func() error) (err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn == nil {
		return errClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	d.conn.SetInterrupt(ctx)
	defer d.conn.SetInterrupt(context.Background())
	if err := d.exec(begin); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	done := false
	defer func() {
		if !done {
			d.conn.SetInterrupt(context.Background()) // a rollback is never interrupted
			err = errors.Join(err, d.rollback())
		}
	}()
	if err := do(); err != nil {
		if ctx.Err() != nil && errors.Is(err, sqlite3.INTERRUPT) {
			return ctx.Err()
		}
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	d.conn.SetInterrupt(context.Background()) // from here on the change is made
	if err := d.exec("COMMIT"); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	done = true
	return nil
}

// tidy empties the write-ahead log after a large change, since a log of
// hundreds of megabytes would be read through when the study is opened after a
// crash. It does not wait for readers and may fail: the log is sound either way.
func (d *db) tidy() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn == nil {
		return
	}
	_ = d.conn.BusyTimeout(0)
	_, _, _ = d.conn.WALCheckpoint("main", sqlite3.CHECKPOINT_TRUNCATE)
	_ = d.conn.BusyTimeout(busyWait)
}

func (d *db) rollback() error {
	if d.conn.GetAutocommit() {
		return nil // SQLite rolled back by itself
	}
	return d.exec("ROLLBACK")
}
