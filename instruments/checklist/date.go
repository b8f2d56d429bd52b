package checklist

import (
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// parseDate gives a date as yyyy-mm-dd. It reads ISO, day-month-year with
// hyphens, slashes or full stops, and the serial number under which Excel
// stores a date. Numbers outside 1990–2100 are no dates: a year typed into the
// cell would otherwise become a day in 1905.
func parseDate(s string, date1904 bool) (string, bool) {
	if s == "" {
		return "", true
	}
	for _, layout := range []string{"2006-01-02", "2-1-2006", "2/1/2006", "2.1.2006", "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, strings.TrimSuffix(s, "Z")); err == nil {
			return plausible(t)
		}
	}
	if serial, err := strconv.ParseFloat(s, 64); err == nil {
		if t, err := excelize.ExcelDateToTime(serial, date1904); err == nil {
			return plausible(t)
		}
	}
	return "", false
}

func plausible(t time.Time) (string, bool) {
	if t.Year() < 1990 || t.Year() > 2100 {
		return "", false
	}
	return t.Format(time.DateOnly), true
}
