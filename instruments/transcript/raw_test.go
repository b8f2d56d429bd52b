package transcript

import (
	"io"
	"strings"
	"testing"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, data, text, decoder string }{
		{"plain", "één\r\ntwee\r", "één\r\ntwee\r", "utf-8"},
		{"mark", "\xef\xbb\xbfa\x00b", "a\x00b", "utf-8-bom"},
		{"windows", "\x80 \xe9\xe9n\r\n", "€ één\r\n", "windows-1252"},
		{"little", "\xff\xfea\x00\r\x00\n\x00\x3d\xd8\x00\xde", "a\r\n😀", "utf-16le"},
		{"big, no mark", "\x00a\x00b\x00c\x00\r", "abc\r", "utf-16be"},
		{"odd byte", "\xff\xfea\x00b", "a\ufffd", "utf-16le"},
		{"broken", "\xef\xbb\xbfa\xff", "a\ufffd", "utf-8-bom"},
		{"empty", "", "", "utf-8"},
	} {
		text, decoder := Decode([]byte(c.data))
		if text != c.text || decoder != c.decoder {
			t.Errorf("%s: %q by %s, want %q by %s", c.name, text, decoder, c.text, c.decoder)
		}
	}
}

func TestDecodeWindows(t *testing.T) {
	t.Parallel()
	got, err := io.ReadAll(DecodeWindows(strings.NewReader("\x80 caf\xe9")))
	if err != nil || string(got) != "€ café" {
		t.Errorf("%q, %v", got, err)
	}
}

// What Of says of a text is what Read says of the file that holds it.
func TestOf(t *testing.T) {
	t.Parallel()
	const text = "Interviewer: Hoe ging het?\nRespondent: Goed, één keer 😀.\nInterviewer: En nu?\nRespondent: Nu ook.\n"
	got, want := Of("R01", text), mustRead(t, "R01.txt", []byte(text))
	if len(got.Turns) != 4 || len(got.Turns) != len(want.Turns) {
		t.Fatalf("turns %v, want %v", got.Turns, want.Turns)
	}
	for i, turn := range got.Turns {
		if turn != want.Turns[i] {
			t.Errorf("turn %d: %v, want %v", i, turn, want.Turns[i])
		}
	}
	if got.TextSHA256 != want.TextSHA256 || got.Length != want.Length || got.Words != want.Words || got.Title != want.Title {
		t.Errorf("%v, want %v", got, want)
	}
	if again := Of("x", "%PDF-1.4 WEBVTT {\\rtf1"); again.Text == "" || again.Length != 22 {
		t.Errorf("a text that begins like another format is a text: %v", again)
	}
}
