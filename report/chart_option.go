package report

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// object is a node of a chart's option tree after go-echarts made it; what its
// types do not know (hatching, media queries) is added there.
type object = map[string]any

// palette is the number of series colours of report.css (--c1 … --c7). Colours
// are CSS variables, so that light, dark and print need no second drawing.
const palette = 7

const fontStack = `"Segoe UI","Helvetica Neue","Liberation Sans",Arial,sans-serif`

// size is the height in CSS pixels that a chart needs, on a wide page and on a
// narrow one, where its labels take more lines.
type size struct{ wide, narrow int }

// optionOf is the ECharts option of a chart as safe JSON, and the height that it
// needs on a wide page.
func optionOf(c *Chart, lang instruments.Lang) ([]byte, int, error) {
	var option object
	var height size
	var err error
	switch c.Kind {
	case BarChart:
		option, height, err = barOption(c, lang)
	case StackedChart:
		option, height, err = stackedOption(c, lang)
	case HeatChart:
		option, height, err = heatOption(c, lang)
	case SankeyChart:
		option, height, err = sankeyOption(c, lang)
	}
	if err != nil {
		return nil, 0, err
	}
	dress(option, c.Alt.In(lang))
	data, err := safeJSON(object{"height": height.wide, "narrow": height.narrow, "option": responsive(option, c, lang)})
	return data, height.wide, err
}

// tree is the option of a chart as plain values. Only the option is taken from
// go-echarts; its page rendering is neither safe nor offline.
func tree(chart interface{ JSON() map[string]any }) (object, error) {
	data, err := json.Marshal(chart.JSON())
	if err != nil {
		return nil, err
	}
	var out object
	return out, json.Unmarshal(data, &out)
}

// dress sets what all charts share and takes out what the slim bundle has not.
func dress(o object, alt string) {
	for _, k := range []string{"title", "toolbox", "color"} {
		delete(o, k)
	}
	o["animation"] = false
	o["textStyle"] = object{"fontFamily": fontStack, "color": "var(--ink)"}
	o["aria"] = object{"enabled": true, "label": object{"description": alt}}
	o["tooltip"] = object{
		"show": true, "renderMode": "richText", "confine": true,
		"backgroundColor": "var(--paper)", "borderColor": "var(--rule)", "textStyle": object{"color": "var(--ink)", "fontSize": 12},
	}
}

// narrowGutter is the room for labels at the left of a chart on a narrow screen.
const narrowGutter = 124

// responsive adds the option of narrow screens: shorter labels beside the bars,
// upright headings above the columns.
func responsive(o object, c *Chart, lang instruments.Lang) object {
	narrow := object{
		"grid":  object{"left": narrowGutter},
		"yAxis": object{"axisLabel": object{"width": narrowGutter - 8, "fontSize": 11}},
	}
	switch c.Kind {
	case SankeyChart:
		narrow = object{"series": []any{object{"left": 4, "right": 124, "label": object{"width": 116, "fontSize": 10, "lineHeight": 12}}}}
	case BarChart:
		narrow["grid"] = object{"left": narrowGutter, "right": 88}
	case HeatChart:
		top := 16 + charWidth*min(longest(headings(c, lang)), 22)
		narrow["grid"] = object{"left": narrowGutter, "right": 8, "top": top}
		narrow["xAxis"] = object{"axisLabel": object{"rotate": 90, "fontSize": 11, "width": top - 10, "lineHeight": 12}}
	}
	return object{"baseOption": o, "media": []any{object{"query": object{"maxWidth": 520}, "option": narrow}}}
}

// hatched is the look of what is masked.
func hatched() object {
	return object{
		"color": "var(--paper)", "borderColor": "var(--muted)", "borderWidth": 1, "borderType": "dashed",
		"decal": object{"symbol": "rect", "symbolSize": 1, "dashArrayX": []int{1, 0}, "dashArrayY": []int{1, 4}, "rotation": -math.Pi / 4, "color": "var(--hatch)"},
	}
}

func colour(i int) string { return fmt.Sprintf("var(--c%d)", i%palette+1) }

func onColour(i int) string { return fmt.Sprintf("var(--on%d)", i%palette+1) }

func categoryAxis(c *Chart, lang instruments.Lang) []string {
	out := make([]string, len(c.Categories))
	for i, t := range c.Categories {
		out[i] = t.In(lang)
	}
	return out
}

// charWidth is how wide a letter of a chart is, in CSS pixels; generous, since
// browsers have different fonts.
const charWidth = 7

// gutter is the room for labels at the left of a chart, by the longest label.
func gutter(names []string) int { return min(max(24+charWidth*longest(names), 90), 290) }

func longest(names []string) int {
	n := 0
	for _, name := range names {
		n = max(n, utf8.RuneCountInString(name))
	}
	return n
}

// rowHeight is the height of a row of a chart whose labels stand in a gutter of
// that width: at least least, else as high as the label of most lines.
func rowHeight(names []string, width, least int) int {
	most := 1
	for _, n := range names {
		lines := len(wrapped(n, (width-12)/charWidth))
		for _, word := range strings.Fields(n) { // a long word is broken too
			lines += utf8.RuneCountInString(word) * charWidth / (width - 12)
		}
		most = max(most, lines)
	}
	return max(least, 14*most+10)
}

// rowHeights are the heights of all rows together, with room for the rest.
func rowHeights(c *Chart, lang instruments.Lang, least, rest int) size {
	names := categoryAxis(c, lang)
	wide, narrow := rowHeight(names, gutter(names), least), rowHeight(names, narrowGutter, least)
	return size{wide*len(names) + rest, narrow*len(names) + rest}
}

// axes are the axes of horizontal bars and heat maps: categories down the left
// side, in reading order.
func axes(o object, names []string, left, right, top int) {
	o["grid"] = object{"left": left, "right": right, "top": top, "bottom": 8, "outerBoundsMode": "none"}
	o["yAxis"] = object{
		"type": "category", "inverse": true, "data": names,
		"axisLine": object{"show": false}, "axisTick": object{"show": false},
		"axisLabel": object{"width": left - 12, "overflow": "break", "lineHeight": 14, "color": "var(--ink)", "fontSize": 12, "interval": 0},
	}
	o["xAxis"] = object{"type": "value", "show": false}
}

func barOption(c *Chart, lang instruments.Lang) (object, size, error) {
	bar := charts.NewBar()
	bar.SetGlobalOptions(charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}))
	largest := 0
	for _, f := range c.Series[0].Values {
		if f.Reason == "" {
			largest = max(largest, f.Count)
		}
	}
	data := make([]opts.BarData, len(c.Categories))
	for i := range data {
		data[i] = opts.BarData{Name: c.Categories[i].In(lang)}
	}
	bar.AddSeries(c.Series[0].Name.In(lang), data)
	bar.Validate()
	o, err := tree(bar)
	if err != nil {
		return nil, size{}, err
	}
	axes(o, categoryAxis(c, lang), gutter(categoryAxis(c, lang)), 120, 6)
	series := o["series"].([]any)[0].(object)
	series["barMaxWidth"], series["barCategoryGap"] = 16, "30%"
	for i, item := range series["data"].([]any) {
		dressBar(item.(object), c.Series[0].Values[i], largest, lang)
	}
	each := 28
	if len(data) > 12 {
		each = 22
	}
	return o, rowHeights(c, lang, each, 18), nil
}

// dressBar sets the length and label of one bar. A masked bar has a length of
// its own that says nothing: an eighth of the longest.
func dressBar(item object, f analysis.Figure, largest int, lang instruments.Lang) {
	item["label"] = object{"show": true, "position": "right", "color": "var(--ink)", "fontSize": 12, "formatter": literal(Wording{f}.In(lang))}
	item["itemStyle"] = object{"color": "var(--c1)"}
	switch {
	case isMasked(f):
		item["value"], item["itemStyle"] = maskLength(largest), hatched()
	case f.Reason != "":
		item["value"] = "-"
	default:
		item["value"] = f.Count
	}
}

func maskLength(largest int) float64 { return math.Max(float64(largest), 1) / 8 }

func stackedOption(c *Chart, lang instruments.Lang) (object, size, error) {
	bar := charts.NewBar()
	for _, s := range c.Series {
		bar.AddSeries(s.Name.In(lang), make([]opts.BarData, len(c.Categories)), charts.WithBarChartOpts(opts.BarChart{Stack: "all"}))
	}
	bar.AddSeries(maskedName.In(lang), make([]opts.BarData, len(c.Categories)), charts.WithBarChartOpts(opts.BarChart{Stack: "all"}))
	bar.Validate()
	o, err := tree(bar)
	if err != nil {
		return nil, size{}, err
	}
	axes(o, categoryAxis(c, lang), gutter(categoryAxis(c, lang)), 24, 12)
	o["grid"].(object)["bottom"] = 64
	o["legend"] = object{"bottom": 0, "left": 0, "itemWidth": 14, "itemHeight": 10, "textStyle": object{"color": "var(--ink)", "fontSize": 12}}
	all := o["series"].([]any)
	for i, raw := range all {
		series := raw.(object)
		series["barMaxWidth"] = 30
		if i == len(c.Series) {
			series["itemStyle"], series["data"] = hatched(), restOf(c)
			continue
		}
		series["itemStyle"] = object{"color": colour(i), "borderColor": "var(--paper)", "borderWidth": 1}
		series["label"] = object{"show": true, "color": onColour(i), "fontSize": 12}
		series["data"] = partData(c.Series[i].Values)
	}
	return o, rowHeights(c, lang, 46, 84), nil
}

// partData are the lengths of the visible parts; nothing is drawn for zero and
// for what is masked.
func partData(fs []analysis.Figure) []any {
	out := make([]any, len(fs))
	for i, f := range fs {
		out[i] = "-"
		if f.Reason == "" && f.Count > 0 {
			out[i] = f.Count
		}
	}
	return out
}

// restOf is, for each bar, what its masked parts are together: the total less
// the visible parts, which anybody can work out from the table. Where the total
// is masked too, the hatched mark has a length that says nothing.
func restOf(c *Chart) []any {
	largest := 0
	for _, f := range c.Total {
		if f.Reason == "" {
			largest = max(largest, f.Count)
		}
	}
	out := make([]any, len(c.Categories))
	for i := range c.Categories {
		out[i] = "-"
		shown, masked := 0, false
		for _, s := range c.Series {
			if s.Values[i].Reason == "" {
				shown += s.Values[i].Count
			}
			masked = masked || isMasked(s.Values[i])
		}
		switch rest := c.Total[i].Count - shown; {
		case !masked:
		case c.Total[i].Reason != "":
			out[i] = maskLength(max(largest, shown))
		case rest > 0:
			out[i] = rest
		}
	}
	return out
}

var maskedName = instruments.Text{NL: "afgeschermd", EN: "masked"}

// literal keeps ECharts from reading a text as a label template ("{c}").
func literal(s string) string { return strings.ReplaceAll(s, "{", "{\u2060") }
