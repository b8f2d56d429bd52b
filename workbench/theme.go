package workbench

import "meerzicht/report"

// contrast are the colours of the look for those who need strong contrast:
// black on white, every line as dark as the text.
const contrast = `color-scheme: light; --paper: #fff; --sheet: #fff; --ink: #000; --muted: #000; --rule: #000; --rule2: #000; --accent: #00308f; --notice: #6b0000; --hatch: #000;`

// themes are the design tokens of the report in the looks that a person may
// choose: as the system, light, dark, high contrast.
func themes() string {
	light, dark := report.Tokens()
	return ":root{" + light + "}\n" +
		":root[data-theme=light]{color-scheme:light}\n" +
		"@media (prefers-color-scheme:dark){:root[data-theme=auto]{" + dark + "}}\n" +
		":root[data-theme=dark]{color-scheme:dark;" + dark + "}\n" +
		":root[data-theme=contrast]{" + contrast + "}\n" +
		"@media (prefers-contrast:more){:root[data-theme=auto]{" + contrast + "}}\n"
}
