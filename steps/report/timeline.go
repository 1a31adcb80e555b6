package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// scale maps times to a share of a width. It is logarithmic: a session that ends after
// 20 ms and one that goes on for five minutes have to fit on one line.
type scale struct{ from, to float64 }

// marks are the times at which a scale may be labelled.
var marks = []struct {
	ms   float64
	text string
}{
	{1, "1 ms"},
	{10, "10 ms"},
	{100, "100 ms"},
	{1000, "1 s"},
	{10_000, "10 s"},
	{60_000, "1 min"},
	{300_000, "5 min"},
	{1_800_000, "30 min"},
	{3_600_000 * 4, "4 h"},
	{3_600_000 * 24, "1 day"},
	{3_600_000 * 24 * 10, "10 days"},
}

// scaleOf begins at a millisecond and has room behind the longest time and limit.
func scaleOf(all []measured) scale {
	s := scale{1, 1000}
	for _, m := range all {
		s.to = max(s.to, 1.6*m.Ms, 1.6*m.LimitMs)
	}
	return s
}

// at is where a time is between 0 and 1.
func (s scale) at(ms float64) float64 {
	return math.Log(min(max(ms, s.from), s.to)/s.from) / math.Log(s.to/s.from)
}

// textWidth is the width of the timeline in a text, in characters.
const textWidth = 48

// textTimeline draws the measurements in characters, a line each.
func textTimeline(all []measured) string {
	s, names := scaleOf(all), 0
	for _, m := range all {
		names = max(names, len([]rune(m.label())))
	}
	var out strings.Builder
	out.WriteString(strings.TrimRight(strings.Repeat(" ", names+2)+axis(s), " ") + "\n")
	for _, m := range all {
		label := m.label() + strings.Repeat(" ", names-len([]rune(m.label())))
		out.WriteString(label + "  " + textBar(s, m) + "  " + m.howLong() + "\n")
	}
	return out.String()
}

func (m measured) label() string { return m.what() + ", " + m.since() }

func axis(s scale) string {
	line := []rune(strings.Repeat(" ", textWidth+8))
	free := 0
	for _, mark := range marks {
		at := int(s.at(mark.ms) * (textWidth - 1))
		if mark.ms > s.to || at < free {
			continue
		}
		copy(line[at:], []rune(mark.text))
		free = at + len(mark.text) + 2
	}
	return string(line)
}

// textBar is a line while it is open, and says by its end how it ended: ● refused, ▶ goes
// on, ? not known. The limit is ┊.
func textBar(s scale, m measured) string {
	bar := []rune(strings.Repeat(" ", textWidth))
	end := int(s.at(m.Ms) * (textWidth - 1))
	line, head := '─', '●'
	if m.Outcome == result.StillOpen {
		line, head = '═', '▶'
	}
	if m.Outcome == result.Inconclusive {
		line, head = '·', '?'
	}
	for i := range end {
		bar[i] = line
	}
	if m.LimitMs > 0 {
		bar[int(s.at(m.LimitMs)*(textWidth-1))] = '┊'
	}
	bar[end] = head
	return string(bar)
}

// The sizes of the picture, in its own units. It is as narrow as a telephone, so that
// its letters can be read there.
const (
	pictureWidth = 440
	margin       = 14
	rowHeight    = 54
	axisHeight   = 26
)

// picture is what the template draws.
type picture struct {
	Width, Height, Left, Right, Axis, Bottom float64
	Description                              string
	Ticks                                    []tick
	Rows                                     []pictureRow
}

type tick struct {
	X      float64
	Text   string
	Anchor string
}

type pictureRow struct {
	Label, Value                 string
	TextY, ValueY                float64
	MidY, QuestionY              float64
	Top, End, Length             float64
	Limit, LimitTop, LimitBottom float64
	Ended, StillOpen, HasLimit   bool
	Arrow                        string
}

// pictureOf lays out the timeline; nil for nothing measured.
func pictureOf(all []measured) *picture {
	if len(all) == 0 {
		return nil
	}
	s := scaleOf(all)
	x := func(ms float64) float64 { return round(margin + s.at(ms)*(pictureWidth-2*margin)) }
	p := &picture{
		Width: pictureWidth, Height: float64(axisHeight + rowHeight*len(all) + 8), Left: margin, Right: pictureWidth - margin,
		Axis: axisHeight, Bottom: float64(axisHeight + rowHeight*len(all)), Description: description(all),
	}
	p.Ticks = ticks(s, x)
	for i, m := range all {
		top := float64(axisHeight + i*rowHeight)
		row := pictureRow{
			Label: m.label(), Value: m.howLong(), TextY: top + 14, ValueY: top + 30, MidY: top + 42, QuestionY: top + 46, Top: top + 37, End: x(m.Ms),
			Ended: m.Outcome == result.Ended, StillOpen: m.Outcome == result.StillOpen,
			HasLimit: m.LimitMs > 0, Limit: x(m.LimitMs), LimitTop: top + 34, LimitBottom: top + 50,
		}
		row.Length = round(row.End - margin)
		row.Arrow = fmt.Sprintf("M%g %g l9 7 l-9 7 z", row.End, top+35)
		p.Rows = append(p.Rows, row)
	}
	return p
}

func round(v float64) float64 { return math.Round(v*10) / 10 }

// narrowest is how near two labels of the axis may come.
const narrowest = 46

func ticks(s scale, x func(float64) float64) []tick {
	var all []tick
	free := 0.0
	for _, mark := range marks {
		at := x(mark.ms)
		if mark.ms > s.to || at < free {
			continue
		}
		anchor := "middle"
		switch {
		case at < 2*margin:
			anchor = "start"
		case at > pictureWidth-2*margin:
			anchor = "end"
		}
		all = append(all, tick{at, mark.text, anchor})
		free = at + narrowest
	}
	return all
}

// description is the picture in words.
func description(all []measured) string {
	parts := make([]string, len(all))
	for i, m := range all {
		parts[i] = m.label() + ": " + m.howLong() + ", " + m.found()
	}
	return strings.Join(parts, "; ") + "."
}
