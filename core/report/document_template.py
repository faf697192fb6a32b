"""The layout of the PDF, in Typst: it takes all words and figures as data, never as markup."""

TEMPLATE = r"""
#let data = json(bytes(sys.inputs.data))
#let blue = rgb("#0072B2")
#let bad = rgb("#D55E00")
#let slate = rgb("#5F6B7A")
#let tones = (plain: slate, bad: bad, good: blue, unknown: rgb("#B8BFC7"))
// Actual is solid, plan outlined, forecast hatched; what is unknown is dotted.
#let hatching(color) = tiling(size: (4pt, 4pt), {
  place(line(start: (-1pt, 5pt), end: (5pt, -1pt), stroke: 1pt + color))
  place(line(start: (-1pt, 1pt), end: (1pt, -1pt), stroke: 1pt + color))
  place(line(start: (3pt, 5pt), end: (5pt, 3pt), stroke: 1pt + color))
})
#let dots(color) = tiling(size: (3pt, 3pt),
  place(dx: 0.7pt, dy: 0.7pt, circle(radius: 0.8pt, fill: color)))
#let filling(kind, tone) = if tone == "unknown" { dots(tones.unknown) } else if kind == "plan" {
  none } else if kind == "forecast" { hatching(tones.at(tone)) } else { tones.at(tone) }
#set document(title: data.company + ": " + data.title)
#set page(
  paper: "a4",
  margin: (x: 1.7cm, top: 1.5cm, bottom: 1.8cm),
  footer: context {
    set text(7.5pt, fill: slate)
    grid(columns: (1fr, auto), gutter: 8pt,
      data.origin + ". " + data.rules,
      counter(page).display("1 / 1", both: true))
  },
)
#set text(size: 9.5pt, lang: "en",
  font: ("Libertinus Serif", "Noto Naskh Arabic", "Noto Sans Arabic", "DejaVu Sans Mono"))
#set par(leading: 0.55em)
#show heading.where(level: 1): it => block(
  above: 1.1em, below: 0.6em, text(12pt, fill: blue, it.body))
#let note(words) = text(8pt, fill: slate, words)

// One scale for all charts, for they stand side by side: the longest one takes the whole width,
// and amounts get as much room as the widest of them. Each has a zero of its own, with what is
// negative to its left.
#let ends(b) = (b.base, b.base + b.value)
#let lowest(step) = calc.min(0, ..step.bars.map(ends).flatten())
#let reach(step) = calc.max(0, ..step.bars.map(ends).flatten()) - lowest(step)
#let span = calc.max(..data.charts.map(reach), 0.000001)

#let bars(step) = context {
  let room = calc.max(..data.charts.map(c => c.bars).flatten().map(b =>
    measure(text(8.5pt, b.text)).width))
  let low = lowest(step)
  let zero = -low / span * 100%
  grid(columns: (34%, 1fr, room), row-gutter: 4pt, column-gutter: 6pt, align: horizon,
    ..step.bars.map(b => (
      text(8.5pt, b.label),
      box(width: 100%, height: 10pt, {
        place(horizon, dx: (calc.min(..ends(b)) - low) / span * 100%,
          rect(width: calc.max(0.4%, calc.abs(b.value) / span * 100%), height: 8pt,
            fill: filling(step.kind, b.tone),
            stroke: if step.kind == "actual" and b.tone != "unknown" { none } else {
              0.7pt + tones.at(b.tone) }))
        if low < 0 {
          place(dx: zero, dy: -3pt, line(length: 16pt, angle: 90deg, stroke: 0.5pt + slate))
        }
      }),
      align(right, text(8.5pt, b.text)),
    )).flatten())
}

#let chart(step) = block(breakable: false, width: 100%, {
  text(10pt, weight: "bold", step.title)
  linebreak()
  note(step.measure)
  v(2pt)
  if step.bars.len() == 0 { note("Nothing to show.") } else { bars(step) }
})

#let figures(facts) = grid(columns: (1fr,) * facts.len(), column-gutter: 8pt,
  ..facts.map(f => block(width: 100%, inset: 6pt, stroke: 0.5pt + rgb("#D0D5DB"), radius: 3pt, {
    note(f.label); linebreak(); text(13pt, weight: "bold", f.text)
  })))

#let lines(t) = {
  show table.cell.where(y: 0): set text(weight: "bold", size: 8.5pt)
  set text(8.5pt)
  table(columns: t.widths.map(w => if w == 0 { auto } else { w * 1fr }),
    align: (x, _) => if t.words.contains(x) { left } else { right },
    stroke: (_, y) => if y == 0 { (bottom: 0.7pt) } else { (bottom: 0.25pt + rgb("#D0D5DB")) },
    inset: (x: 3pt, y: 3pt),
    table.header(..t.titles),
    ..t.rows.flatten())
  if t.more != "" { note(t.more) }
}

#block(below: 0.75em, text(17pt, weight: "bold", data.company))
#note(data.rules)
#block(above: 0.9em, below: 0.9em, text(13pt, weight: "bold", data.headline + "."))
#figures(data.facts)
#v(4pt)
#grid(columns: (1fr, 1fr), column-gutter: 16pt, row-gutter: 14pt, ..data.charts.map(chart))
#let expected = data.charts.any(c => c.kind == "forecast" and c.bars.len() > 0)
#if data.charts.any(c => c.bars.len() > 0) {
  note("All charts are drawn on one scale." + if expected { " Hatched bars are expected." })
}

#for part in data.first {
  heading(level: 1, part.title)
  lines(part.table)
}
#block(breakable: false, {
  heading(level: 1, "What it rests on")
  text(8.5pt, data.reconciliation + "." + if data.unknown != "" { " " + data.unknown + "." })
  v(2pt)
  set text(7.8pt, fill: slate)
  for (i, words) in data.assumptions.enumerate() { super(str(i + 1)); " " + words + "  " }
})
#if data.rest.len() > 0 { pagebreak() }
#for part in data.rest {
  heading(level: 1, part.title)
  if part.words != "" { par(part.words) }
  if part.table.rows.len() > 0 { lines(part.table) }
}
"""
