package report

import (
	"fmt"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// heatSteps is the number of tints of a heat map (--h0 … --h5 in report.css).
const heatSteps = 6

func heatOption(c *Chart, lang instruments.Lang) (object, size, error) {
	heat := charts.NewHeatMap()
	heat.SetGlobalOptions(charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}))
	heat.AddSeries(c.Title.In(lang), heatCells(c))
	heat.Validate()
	o, err := tree(heat)
	if err != nil {
		return nil, size{}, err
	}
	delete(o, "visualMap")
	names, left := headings(c, lang), gutter(categoryAxis(c, lang))
	label := object{"color": "var(--ink)", "fontSize": 12, "interval": 0, "overflow": "break", "width": 90}
	top, right := 34, 8
	if n := longest(splitWords(names)) * charWidth; n > (printWidth-left)/max(len(names), 1)-6 { // too narrow for words beside each other
		n = min(longest(names)*charWidth, 150)
		label["rotate"], label["width"] = 45, n
		top, right = 20+n*7/10, 8+n*7/10
	}
	axes(o, categoryAxis(c, lang), left, right, top)
	o["xAxis"] = object{
		"type": "category", "position": "top", "data": names, "axisLine": object{"show": false}, "axisTick": object{"show": false}, "axisLabel": label,
	}
	dressHeat(o["series"].([]any)[0].(object), c, lang)
	height := rowHeights(c, lang, 26, top+14)
	height.narrow += charWidth * 22
	return o, height, nil
}

// printWidth is how wide a chart is on paper, in CSS pixels.
const printWidth = 660

func headings(c *Chart, lang instruments.Lang) []string {
	out := make([]string, len(c.Series))
	for i, s := range c.Series {
		out[i] = s.Name.In(lang)
	}
	return out
}

// splitWords are the words of some names.
func splitWords(names []string) []string { return strings.Fields(strings.Join(names, " ")) }

// heatCells places one cell for every figure. The value is always 1: tint and
// label come from the figure itself, so that a masked cell carries no number.
func heatCells(c *Chart) []opts.HeatMapData {
	var out []opts.HeatMapData
	for x, s := range c.Series {
		for y := range s.Values {
			out = append(out, opts.HeatMapData{Value: [3]int{x, y, 1}})
		}
	}
	return out
}

func dressHeat(series object, c *Chart, lang instruments.Lang) {
	i := 0
	items := series["data"].([]any)
	for _, s := range c.Series {
		for _, f := range s.Values {
			item := items[i].(object)
			step := heatStep(f)
			item["itemStyle"] = object{"color": fmt.Sprintf("var(--h%d)", step), "borderColor": "var(--paper)", "borderWidth": 1}
			label := object{"show": true, "fontSize": 12, "color": fmt.Sprintf("var(--onh%d)", step), "formatter": literal(heatLabel(f, lang))}
			if isMasked(f) {
				item["itemStyle"], label["color"] = hatched(), "var(--ink)"
				label["backgroundColor"], label["padding"] = "var(--paper)", []int{1, 4}
			}
			item["label"] = label
			i++
		}
	}
}

func heatLabel(f analysis.Figure, lang instruments.Lang) string {
	if mark, ok := markOf(f); ok {
		return mark.In(lang)
	}
	return fmt.Sprint(f.Count)
}

// heatStep is the tint of a figure: none for zero, then by equal steps of the
// share, the last from 60 % up.
func heatStep(f analysis.Figure) int {
	share, ok := f.Share()
	if !ok || f.Count == 0 {
		return 0
	}
	return min(1+int(share/0.15), heatSteps-1)
}

func sankeyOption(c *Chart, lang instruments.Lang) (object, size, error) {
	nodes, links, labels, left := sankeyParts(c, lang)
	sankey := charts.NewSankey()
	sankey.SetGlobalOptions(charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}))
	sankey.AddSeries(c.Title.In(lang), nodes, links)
	sankey.Validate()
	o, err := tree(sankey)
	if err != nil {
		return nil, size{}, err
	}
	series := o["series"].([]any)[0].(object)
	for k, v := range (object{
		"left": 4, "right": 232, "top": 6, "bottom": 6, "nodeWidth": 12, "nodeGap": 10, "layoutIterations": 0, "draggable": false,
		"lineStyle": object{"color": "target", "opacity": 0.32, "curveness": 0.5},
		"label":     object{"color": "var(--ink)", "fontSize": 11.5, "lineHeight": 14, "width": 218, "overflow": "break"},
		"emphasis":  object{"disabled": true},
	}) {
		series[k] = v
	}
	for i, raw := range series["data"].([]any) {
		label := object{"formatter": literal(labels[i])}
		if i < left {
			label["width"] = 400
		}
		node := raw.(object)
		node["label"] = label
		if strings.HasPrefix(node["name"].(string), restKey) {
			node["itemStyle"] = hatched()
		}
	}
	for _, raw := range series["links"].([]any) {
		if link := raw.(object); strings.HasPrefix(link["source"].(string), restKey) {
			link["lineStyle"] = object{"color": "var(--hatch)", "opacity": 0.16}
		}
	}
	return o, size{max(29*left+12, 160), max(29*left+12, 90*(len(labels)-left))}, nil
}

// restKey begins the keys of the nodes that stand for withheld flows.
const restKey = "rest/"

// sankeyParts are the nodes and flows of the visible links. Nodes go by key, so
// that two things of one name stay apart and no name can close a circle.
func sankeyParts(c *Chart, lang instruments.Lang) (nodes []opts.SankeyNode, links []opts.SankeyLink, labels []string, left int) {
	total, name := map[string]int{}, map[string]string{}
	var sources, targets []string
	see := func(list *[]string, key, label string, n int) {
		if _, ok := name[key]; !ok {
			name[key] = label
			*list = append(*list, key)
		}
		total[key] += n
	}
	flow := func(source string, l Link) {
		see(&sources, source, l.FromLabel.In(lang), l.Value.Count)
		see(&targets, "to/"+l.To, l.ToLabel.In(lang), l.Value.Count)
		links = append(links, opts.SankeyLink{Source: source, Target: "to/" + l.To, Value: float32(l.Value.Count)})
	}
	for i, l := range c.Links {
		if l.Value.Reason == "" && l.Value.Count > 0 {
			flow("from/"+l.From, l)
		}
		if i+1 < len(c.Links) && c.Links[i+1].To == l.To {
			continue
		}
		for _, rest := range c.Rest { // below the flows to the same goal
			if rest.To == l.To {
				flow(restKey+rest.From, rest)
			}
		}
	}
	shade := map[string]string{}
	for i, key := range targets {
		shade[key] = colour(i)
	}
	for _, l := range links {
		shade[l.Source.(string)] = shade[l.Target.(string)]
	}
	for _, key := range append(sources, targets...) {
		nodes = append(nodes, opts.SankeyNode{Name: key, ItemStyle: &opts.ItemStyle{Color: shade[key], BorderColor: shade[key]}})
		labels = append(labels, fmt.Sprintf("%s  %d", name[key], total[key]))
	}
	return nodes, links, labels, len(sources)
}
