/** The look of a card's page: light and dark as the reader's system, and light on paper. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --dim: #57616c; --line: #d7dce2; --page: #fff; --panel: #f6f8fa;
  --series: #0072b2; --mark: #b34700; }
@media (prefers-color-scheme: dark) { :root { --text: #e8ebef; --dim: #a3adb8; --line: #3a424d; --page: #14171c;
  --panel: #1c2027; --series: #4ba3d9; --mark: #f5a045; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 3rem; background: var(--page); color: var(--text);
  font: 15px/1.5 Inter, system-ui, "Segoe UI", "Noto Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
p, ul { margin: .4rem 0; } li { margin: .25rem 0; }
.dim, figcaption, small { color: var(--dim); font-size: .87rem; }
.warning { border: 2px solid var(--mark); border-radius: 6px; padding: .6rem .9rem; font-weight: 600; margin: 1rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .87rem; }
th, td { padding: .22rem .55rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } tbody th { font-weight: 400; }
td small { display: block; font-weight: 400; }
tr.gap th, tr.gap td { font-weight: 600; } td.gaps { color: var(--mark); text-align: left; white-space: normal; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 2rem; }
figure { margin: .6rem 0; } svg { max-width: 100%; height: auto; display: block; }
svg text { fill: var(--dim); font-size: 12px; } .axis { stroke: var(--line); } .ideal { stroke: var(--dim); stroke-dasharray: 4 4; }
.own { stroke: var(--series); fill: var(--series); } .curve { stroke: var(--series); fill: none; stroke-width: 2; }
.marked { stroke: var(--mark); fill: var(--mark); } svg .marked-label { fill: var(--mark); font-weight: 600; }
pre { background: var(--panel); border-radius: 6px; padding: .8rem; overflow-x: auto; font-size: .8rem; white-space: pre-wrap; }
@media print { :root { color-scheme: light; --text: #000; --dim: #444; --line: #bbb; --page: #fff; --panel: #fff;
  --series: #0072b2; --mark: #b34700; } body { max-width: none; padding: 0; font-size: 11px; }
  h2, h3 { break-after: avoid; } tr, figure { break-inside: avoid; } .scroll { overflow: visible; } }
`
