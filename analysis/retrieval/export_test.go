package retrieval

import (
	"testing"

	"meerzicht/coding"
)

// RealStudy gives tests outside the package the built-in study.
func RealStudy(t testing.TB) *coding.Corpus { return realStudy(t) }
