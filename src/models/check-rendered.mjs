// Fails when a drawing is missing, shows another state of its model than the committed one, or has lost its model.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { drawingsOf, existingDrawings, models, origin, shown } from './models.mjs';

const complaints = [];
const wanted = new Map();

for (const { model, drawing } of models().flatMap((model) => drawingsOf(model).map(({ drawing }) => ({ model, drawing })))) {
  if (wanted.has(drawing)) {
    complaints.push(`${shown(model)} and ${shown(wanted.get(drawing))} would both be drawn as ${basename(drawing)}`);
  } else if (!existsSync(drawing)) {
    complaints.push(`${shown(model)} has no drawing ${shown(drawing)}`);
  } else if (!readFileSync(drawing, 'utf8').includes(origin(model))) {
    complaints.push(`${shown(drawing)} is older than ${shown(model)}`);
  }
  wanted.set(drawing, model);
}
for (const drawing of existingDrawings()) {
  if (!wanted.has(drawing)) complaints.push(`${shown(drawing)} shows a model that is gone`);
}

if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  console.error('Run src/models/render and commit what it writes.');
  process.exit(1);
}
console.log(`${wanted.size} drawings are those of the committed models`);
