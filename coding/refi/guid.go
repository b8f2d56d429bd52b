package refi

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"meerzicht/coding"
)

// Kinds of GUIDs for things that are no records of ours.
const (
	selectionGUID coding.Kind = "selection"
	noteGUID      coding.Kind = "note" // the memo that a coding carries itself
	variableGUID  coding.Kind = "variable"
)

// GUID is the identity of one of our records in projects: made from its kind and
// id only, so that two exports of a study, and exports of two copies, agree. It
// is a UUID of version 8 (RFC 9562), in lower case.
func GUID(kind coding.Kind, id string) string {
	sum := sha256.Sum256([]byte("meerzicht\x00" + string(kind) + "\x00" + id))
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	var out [36]byte
	from := 0
	for i, to := range []int{8, 13, 18, 23, 36} {
		start := to - []int{8, 4, 4, 4, 12}[i]
		hex.Encode(out[start:to], sum[from:from+(to-start)/2])
		from += (to - start) / 2
		if to < len(out) {
			out[to] = '-'
		}
	}
	return string(out[:])
}

// plainGUID is a GUID as it is compared: without braces, in lower case.
func plainGUID(s string) string {
	s = strings.TrimSpace(s)
	if n := len(s); n > 1 && s[0] == '{' && s[n-1] == '}' {
		s = s[1 : n-1]
	}
	return strings.ToLower(s)
}
