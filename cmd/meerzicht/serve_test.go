package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"path/filepath"
	"strings"
	"testing"
)

// The workbench opens with the address it prints, answers a session, holds the
// study against other writers, and closes cleanly when it is interrupted.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "studie.mz")
	if code := run(context.Background(), []string{"new", file, "--template", "leeg"}, strings.NewReader(""), io.Discard, io.Discard); code != 0 {
		t.Fatalf("new: exit %d", code)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	r, w := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", file, "--no-open", "--coder", "c1"}, strings.NewReader(""), w, io.Discard)
	}()
	address, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	resp, err := client.Get(strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || resp.StatusCode != http.StatusOK || !bytes.Contains(page, []byte(`data-coder="c1"`)) {
		t.Errorf("%s %v\n%.400s", resp.Status, err, page)
	}
	if strings.Contains(resp.Request.URL.String(), "token") {
		t.Errorf("the token stays in the address: %s", resp.Request.URL.Path)
	}
	if code := run(context.Background(), []string{"undo", file}, strings.NewReader(""), io.Discard, io.Discard); code != 5 {
		t.Errorf("another writer: exit %d, want 5", code)
	}
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("interrupted: exit %d, want 0", code)
	}
	if code := run(context.Background(), []string{"verify", file}, strings.NewReader(""), io.Discard, io.Discard); code != 0 {
		t.Errorf("verify afterwards: exit %d", code)
	}
}

func TestServeRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args []string
		want int
		say  string
	}{
		{[]string{"serve"}, 2, "ONDERZOEK"},
		{[]string{"serve", filepath.Join(dir, "weg.mz"), "--no-open"}, 4, "weg.mz"},
		{[]string{"serve", filepath.Join(dir, "weg.mz"), "--port", "70000"}, 2, "poort 70000"},
	} {
		var out bytes.Buffer
		if code := run(context.Background(), append(c.args, "--lang", "nl"), strings.NewReader(""), io.Discard, &out); code != c.want || !strings.Contains(out.String(), c.say) {
			t.Errorf("%q: exit %d, want %d\n%s", c.args, code, c.want, out.String())
		}
	}
}
