package workbench

import (
	"net/http"
	"time"
)

// keepForever is what browsers are told about an address with a content hash.
const keepForever = "private, max-age=31536000, immutable"

// securityHeaders stand on every answer. The policy allows this server's own
// scripts, styles and images, and nothing inline or from elsewhere.
func securityHeaders() [][2]string {
	return [][2]string{
		{"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
			"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "no-referrer"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), publickey-credentials-get=(), usb=()"},
	}
}

// answer is a ResponseWriter that puts the security headers on whatever is
// written, so that no handler can leave them out.
type answer struct {
	http.ResponseWriter
	immutable bool          // a good answer may be kept
	patience  time.Duration // how long a reader of a stream may wait to read; 0 = not a stream
	written   bool
}

// WriteHeader settles the headers: handlers and http.Error may have changed them.
func (a *answer) WriteHeader(status int) {
	if !a.written {
		a.written = status >= 200
		h := a.Header()
		for _, kv := range securityHeaders() {
			h.Set(kv[0], kv[1])
		}
		h.Set("Cache-Control", "no-store")
		if a.immutable && (status == http.StatusOK || status == http.StatusPartialContent || status == http.StatusNotModified) {
			h.Set("Cache-Control", keepForever)
		}
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if !a.written {
		a.WriteHeader(http.StatusOK)
	}
	a.wait(a.patience)
	return a.ResponseWriter.Write(b)
}

// FlushError sends what was written. A stream may be silent for long after it,
// but a reader that does not take what is sent is cut off.
func (a *answer) FlushError() error {
	if !a.written {
		a.WriteHeader(http.StatusOK)
	}
	a.wait(a.patience)
	err := http.NewResponseController(a.ResponseWriter).Flush()
	if err == nil && a.patience > 0 {
		err = http.NewResponseController(a.ResponseWriter).SetWriteDeadline(time.Time{})
	}
	return err
}

// Flush is FlushError for those who ask for an http.Flusher.
func (a *answer) Flush() { _ = a.FlushError() }

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// wait limits the next write of a stream; a writer without deadlines (a test's
// recorder) never waits.
func (a *answer) wait(limit time.Duration) {
	if limit > 0 {
		_ = http.NewResponseController(a.ResponseWriter).SetWriteDeadline(time.Now().Add(limit))
	}
}
