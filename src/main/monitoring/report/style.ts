/** The page's own style: light, dark, and on paper. */
export const STYLE = `
:root { --text: #1b1f24; --dim: #57616c; --line: #d8dde3; --panel: #f5f7f9; --page: #fff; --training: #9db8cf; --now: #d55e00;
  --steady: #1a7f4b; --watch: #9a6700; --drift: #b42318; }
@media (prefers-color-scheme: dark) { :root { --text: #e8ebef; --dim: #a3adb8; --line: #353c46; --panel: #1c2027; --page: #14171c;
  --training: #47637c; --now: #f08a3c; --steady: #4cc38a; --watch: #e0b341; --drift: #ff8a80; } }
@media print { :root { --text: #000; --dim: #444; --line: #bbb; --panel: #fff; --page: #fff; --training: #9db8cf; --now: #d55e00;
  --steady: #1a7f4b; --watch: #9a6700; --drift: #b42318; } section, tr, figure { break-inside: avoid; } .scroll { overflow: visible; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.5 Inter, system-ui, "Segoe UI", "Noto Sans", sans-serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
main { max-width: 1120px; margin: 0 auto; padding: 28px 24px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 8px; }
h2 { font-size: 16px; margin: 28px 0 8px; }
p { margin: 4px 0; max-width: 90ch; }
ul { margin: 8px 0 0; padding-left: 20px; }
.verdict { border: 1px solid var(--line); border-left: 5px solid var(--steady); background: var(--panel); padding: 12px 18px 14px;
  margin: 16px 0; border-radius: 4px; }
.verdict h2 { margin: 0; font-size: 19px; color: var(--steady); }
.verdict.watch { border-left-color: var(--watch); } .verdict.watch h2 { color: var(--watch); }
.verdict.drift { border-left-color: var(--drift); } .verdict.drift h2 { color: var(--drift); }
.notes { color: var(--dim); font-size: 13px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: left; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: middle; }
thead th { color: var(--dim); font-weight: 600; }
tbody th { font-weight: 500; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
small { color: var(--dim); }
.levels { font-size: 12px; color: var(--dim); }
.moved th, .moved strong { color: var(--drift); }
.key { color: var(--dim); font-size: 12px; display: flex; align-items: center; gap: 6px; }
.key span { display: inline-block; width: 14px; height: 10px; } .key .training { background: var(--training); }
.key .now { height: 0; border-top: 2px solid var(--now); margin-left: 10px; }
svg { display: block; } svg .training { fill: var(--training); }
svg .now { stroke: var(--now); stroke-width: 2; fill: none; }
svg .line { stroke: var(--now); stroke-width: 1.5; fill: none; } svg .before { stroke: var(--dim); stroke-dasharray: 3 3; fill: none; }
svg .mark { fill: var(--now); } svg .maturing { fill: var(--page); stroke: var(--now); } svg .interval { stroke: var(--now); stroke-opacity: 0.5; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 12px 24px; margin-bottom: 8px; }
figure { margin: 0; } figcaption { font-weight: 600; font-size: 13px; }
footer { color: var(--dim); font-size: 12px; margin-top: 32px; }
`
