// Draws every model: docs/scenarios/<name>.svg for BPMN and <name>-<phase>.svg for each plane below it, <name>.table.md for DMN.
// Arguments: models to draw; none: all.
// The PNGs go to a temporary folder; they are for looking, not for committing.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { launch } from './browser.mjs';
import { drawings, drawingsOf, existingDrawings, models, origin, shown } from './models.mjs';
import { table } from './table.mjs';

const require = createRequire(import.meta.url);
const viewer = require.resolve('bpmn-js/dist/bpmn-viewer.production.min.js');
const pictures = process.env.KALTSTART_PICTURES ?? join(tmpdir(), 'kaltstart-models');
const font = 'Arial, "Liberation Sans", "DejaVu Sans", sans-serif';

/** In the page: the SVG of each plane of a model. Anything the viewer has to say about it is an error here. */
async function draw({ xml, fontFamily }) {
  const container = document.createElement('div');
  container.style.cssText = 'width: 4000px; height: 3000px';
  document.body.replaceChildren(container);
  const text = { fontFamily, fontSize: 12, lineHeight: 1.2 };
  const bpmn = new window.BpmnJS({
    container,
    textRenderer: { defaultStyle: text, externalStyle: { ...text, fontSize: 11 } },
  });
  const { warnings } = await bpmn.importXML(xml);
  if (warnings.length > 0) throw new Error(warnings.map((warning) => warning.message).join('; '));
  const svgs = {};
  for (const diagram of bpmn.getDefinitions().diagrams) {
    await bpmn.open(diagram);
    svgs[diagram.plane.bpmnElement.id] = (await bpmn.saveSVG()).svg;
  }
  bpmn.destroy();
  return svgs;
}

/** The viewer numbers its markers at random; without that two runs give the same bytes. */
function withStableIds(svg) {
  const names = new Map();
  for (const [, id] of svg.matchAll(/<marker id="([^"]+)"/g)) names.set(id, `marker-${names.size}`);
  for (const [old, stable] of names) svg = svg.replaceAll(old, stable);
  return svg;
}

/** A page in dark mode would show black lines on black. */
function onWhite(svg) {
  const [, x, y, width, height] = svg.match(/viewBox="(\S+) (\S+) (\S+) (\S+)"/);
  const paper = `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="white"/>`;
  return svg.replace(/(<svg [^>]*>)/, `$1${paper}`);
}

function labelled(svg, model) {
  return svg.replace(/^(<\?xml[^>]*\?>\n)/, `$1${origin(model)}\n`).trimEnd() + '\n';
}

async function photograph(page, svg, file) {
  const [, width, height] = svg.match(/viewBox="\S+ \S+ (\S+) (\S+)"/);
  await page.setViewportSize({ width: Math.ceil(width), height: Math.ceil(height) });
  await page.setContent(`<body style="margin: 0">${svg.slice(svg.indexOf('<svg'))}</body>`);
  await page.screenshot({ path: file });
}

/** The drawings of a model: its planes, each as [file, text, picture of it]. */
async function planes(browser, model) {
  const page = await browser.newPage();
  await page.addScriptTag({ path: viewer });
  const drawn = await page.evaluate(draw, { xml: readFileSync(model, 'utf8'), fontFamily: font });
  const made = [];
  for (const { id, drawing } of drawingsOf(model)) {
    const svg = labelled(onWhite(withStableIds(drawn[id])), model);
    const png = join(pictures, basename(drawing).replace(/\.svg$/, '.png'));
    await photograph(page, svg, png);
    made.push([drawing, svg, png]);
  }
  await page.close();
  return made;
}

async function drawn(browser, model) {
  if (!model.endsWith('.dmn')) return planes(browser, model);
  return [[drawingsOf(model)[0].drawing, await table(model)]];
}

const named = process.argv.slice(2).map((file) => resolve(file));
const wanted = named.length > 0 ? named : models();
mkdirSync(drawings, { recursive: true });
mkdirSync(pictures, { recursive: true });
const browser = await launch();
let failed = false;
for (const model of wanted) {
  try {
    for (const [drawing, text, png] of await drawn(browser, model)) {
      writeFileSync(drawing, text);
      console.log(`${shown(model)} -> ${shown(drawing)}${png ? `, ${png}` : ''}`);
    }
  } catch (problem) {
    failed = true;
    console.error(`${shown(model)}: ${problem.message}`);
  }
}
await browser.close();
if (named.length === 0) {
  const current = new Set(wanted.flatMap(drawingsOf).map(({ drawing }) => drawing));
  for (const drawing of existingDrawings().filter((file) => !current.has(file))) {
    rmSync(drawing);
    console.log(`${shown(drawing)} removed: its model is gone`);
  }
}
process.exit(failed ? 1 : 0);
