/**
 * Takes fonts and colours from the page around it; what it draws itself is of the text's own colour, and of borders, which forced colours leave. What a press says
 * stays in sight wherever the press was.
 */
export const STYLE = `
:host { display: block; color-scheme: inherit; overflow-wrap: anywhere; }
:host([hidden]) { display: none; }
section { margin: 0 0 2rem; }
h2, h3 { margin: 0 0 .5em; line-height: 1.25; }
h2 { font-size: 1.3em; } h3 { font-size: 1.05em; margin-top: 1em; }
p, ul { margin: 0 0 .75em; }
ul { list-style: none; padding: 0; }
li { padding: .6em 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
button, input {
  font: inherit; color: inherit; min-height: 2.5em; box-sizing: border-box; padding: .25em .9em;
  border: 1px solid; border-radius: .5em; background: none;
}
button { cursor: pointer; }
button[aria-pressed=true] { box-shadow: inset 0 0 0 2px; font-weight: 600; }
button[aria-pressed=true]::before { content: "✓ "; }
:focus-visible { outline: 3px solid; outline-offset: 2px; scroll-margin: 5em; }
input { width: min(100%, 22em); }
input[type=file] { padding: .5em .9em; }
input[type=checkbox] { width: 1.5em; height: 1.5em; min-height: 0; flex: none; margin: .1em 0 0; accent-color: currentColor; }
label { display: flex; gap: .25em .75em; align-items: flex-start; }
label.field { flex-direction: column; margin: 0 0 .75em; }
small, .quiet { display: block; font-size: .9em; }
small { margin: 0 0 .75em 2.5em; }
.row { display: flex; flex-wrap: wrap; gap: .5em; align-items: center; }
li.row { column-gap: 1.5em; }
.row > :first-child { flex: 1 1 12em; }
.acts { display: flex; flex-wrap: wrap; gap: .5em; align-items: center; margin: .4em 0 .75em; }
.bar { display: block; height: .4em; margin: .25em 0; border: 1px solid; border-radius: .5em; overflow: hidden; }
.bar > span { display: block; border-top: .4em solid; width: calc(var(--share) * 100%); }
summary { cursor: pointer; padding: .6em 0; }
[role=status] { position: sticky; bottom: .5em; z-index: 1; width: fit-content; margin: 0 auto; font-weight: 600; background: Canvas; color: CanvasText; }
[role=status]:not(:empty) { padding: .5em 1em; border: 1px solid; border-radius: .5em; }
`;
