package study

import (
	"context"

	"meerzicht/coding"
)

// Info is what the study says about itself: title, notice, language, template.
// Its times, number of events and head are zero; see Head and Corpus for those.
func (s *Study) Info(ctx context.Context) (coding.StudyInfo, error) {
	info, _, err := coding.Find[coding.StudyInfo](s.View(ctx), coding.StudyKind, coding.StudyID)
	return info, err
}
