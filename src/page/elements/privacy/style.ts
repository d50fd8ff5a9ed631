/** Takes fonts and colours from the page around it; what it draws itself is of the text's own colour. */
export const STYLE = `
:host { display: block; color-scheme: inherit; overflow-wrap: anywhere; }
:host([hidden]) { display: none; }
section { margin: 0 0 2rem; container-type: inline-size; }
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
button[aria-pressed=true] { background: CanvasText; color: Canvas; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
input { width: min(100%, 22em); }
input[type=file] { padding: .5em .9em; }
input[type=checkbox] { width: 1.5em; height: 1.5em; min-height: 0; flex: none; margin: .1em 0 0; accent-color: currentColor; }
label { display: flex; gap: .25em .75em; align-items: flex-start; }
label.field { flex-direction: column; margin: 0 0 .75em; }
small, .quiet { display: block; font-size: .9em; }
small { margin: 0 0 .75em 2.5em; }
.row { display: flex; flex-wrap: wrap; gap: .5em; align-items: center; }
.row > :first-child { flex: 1 1 12em; }
.acts { display: flex; flex-wrap: wrap; gap: .5em; margin: .4em 0 .75em; }
.bar { display: block; height: .4em; margin: .25em 0; border: 1px solid; border-radius: .5em; overflow: hidden; }
.bar > span { display: block; height: 100%; background: currentColor; width: calc(var(--share) * 100%); }
summary { cursor: pointer; padding: .6em 0; }
[role=status] { font-weight: 600; margin: 0; }
@container (min-width: 36em) {
  [part=interest], [part=shown] { display: grid; grid-template-columns: 1fr auto; column-gap: 1.5em; align-items: center; }
  li > .acts { grid-area: 1 / 2 / span 3; }
}
`;
