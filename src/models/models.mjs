// What the scripts of this folder share: which models there are, and which drawing belongs to which model.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

// a person who runs a script wants the sentence, not where in the script it was said
process.on('uncaughtException', (problem) => {
  console.error(problem.message);
  process.exit(1);
});

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where models are read and drawings are written; a test points both elsewhere. */
export const processes = resolve(process.env.KALTSTART_PROCESSES ?? join(root, 'processes'));
export const drawings = resolve(process.env.KALTSTART_DRAWINGS ?? join(root, 'docs', 'scenarios'));

/** Every .bpmn and .dmn file, sorted, so that two runs print the same. */
export function models() {
  if (!existsSync(processes)) throw new Error(`no models: ${processes} does not exist`);
  const files = readdirSync(processes, { recursive: true })
    .map(String)
    .filter((name) => /\.(bpmn|dmn)$/.test(name))
    .sort()
    .map((name) => join(processes, name));
  if (files.length === 0) throw new Error(`no models in ${processes}`);
  return files;
}

/** BPMN becomes a picture of each of its planes, DMN a Markdown table: the element that is drawn, and the file. */
export function drawingsOf(model) {
  const name = basename(model).replace(/\.(bpmn|dmn)$/, '');
  if (model.endsWith('.dmn')) return [{ id: name, drawing: join(drawings, `${name}.table.md`) }];
  return planes(model).map((id, index) => ({
    id,
    drawing: join(drawings, index === 0 ? `${name}.svg` : `${name}-${kebab(id)}.svg`),
  }));
}

/** What has a plane of its own: the process first, then its phases. */
function planes(model) {
  const text = readFileSync(model, 'utf8');
  return [...text.matchAll(/<bpmndi:BPMNPlane\b[^>]*\bbpmnElement="([^"]+)"/g)].map(([, id]) => id);
}

const kebab = (id) => id.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** The line in a drawing that says which state of which model it shows. */
export function origin(model) {
  const hash = createHash('sha256').update(readFileSync(model)).digest('hex');
  const path = ['processes', ...relative(processes, model).split(sep)].join('/');
  return `<!-- drawn from ${path}, sha256:${hash} -->`;
}

/** Every file in the folder of drawings that says it was drawn from a model. */
export function existingDrawings() {
  if (!existsSync(drawings)) return [];
  return readdirSync(drawings)
    .map((name) => join(drawings, name))
    .filter((file) => /\.(svg|table\.md)$/.test(file))
    .filter((file) => readFileSync(file, 'utf8').includes('<!-- drawn from '));
}

/** For people: relative to where they are. */
export const shown = (file) => relative(process.cwd(), file) || '.';
