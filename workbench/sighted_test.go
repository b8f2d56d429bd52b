package workbench

import (
	"meerzicht/coding"
)

// sighted is the study as the desk's coder sees it.
func (d *desk) sighted() *sighted {
	return &sighted{full: d.study, sights: &d.server.sights, coder: func() coding.CoderID { return d.server.coder }}
}
