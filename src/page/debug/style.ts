/** The panel's own look, in both colour schemes; nothing of the page's reaches it, and nothing of it the page. */
export const STYLE = `
:host {
  all: initial; direction: ltr; display: block; position: fixed; right: 12px; bottom: 12px; z-index: 2147483647;
  --paper: #fff; --ink: #1d1d22; --quiet: #60606b; --line: #d9d9e0; --good: #12703a; --weak: #a1380f; --focus: #2255cc;
}
@media (prefers-color-scheme: dark) {
  :host { --paper: #1c1c21; --ink: #ececf1; --quiet: #a6a6b3; --line: #3d3d47; --good: #6fd197; --weak: #ffa37a; --focus: #8fb3ff; }
}
section {
  box-sizing: border-box; display: flex; flex-direction: column;
  width: min(440px, calc(100vw - 24px)); height: min(620px, calc(100vh - 24px));
  font: 13px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 8px 30px rgb(0 0 0 / .25);
}
.head { display: flex; align-items: center; gap: 10px; padding: 8px 8px 8px 14px; border-bottom: 1px solid var(--line); }
h2 { margin: 0; font-size: 14px; flex: 1; }
b { color: var(--weak); }
b.ready { color: var(--good); }
button {
  font: inherit; font-size: 18px; line-height: 1; width: 32px; height: 32px; border: 0; border-radius: 6px;
  color: inherit; background: none; cursor: pointer;
}
button:hover { background: var(--line); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: -2px; }
article { flex: 1; overflow: auto; overscroll-behavior: contain; padding: 4px 14px 14px; }
h3 { margin: 12px 0 4px; font-size: 12px; color: var(--quiet); }
p, dl, ul { margin: 0; padding: 0; list-style: none; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: 84px 1fr; gap: 2px 10px; }
dt, time, .quiet { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
td { padding: 2px 10px 2px 0; vertical-align: top; overflow-wrap: anywhere; }
td:first-child, td:nth-child(2) { white-space: nowrap; }
time { font-variant-numeric: tabular-nums; }
li { padding: 2px 0; color: var(--weak); }
`;
