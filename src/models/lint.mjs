// bpmnlint over the models: an error fails, a warning is shown.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BpmnModdle } from 'bpmn-moddle';
import { models, shown } from './models.mjs';

const require = createRequire(import.meta.url);
const { Linter } = require('bpmnlint');
const NodeResolver = require('bpmnlint/lib/resolver/node-resolver.js');
const { moddleExtensions, ...config } = JSON.parse(
  readFileSync(join(dirname(fileURLToPath(import.meta.url)), '.bpmnlintrc'), 'utf8'),
);
const extensions = Object.fromEntries(Object.entries(moddleExtensions).map(([name, path]) => [name, require(path)]));

async function findings(model) {
  // rules keep what they have seen: what two models call alike would be a duplicate
  const linter = new Linter({ config, resolver: new NodeResolver({ require }) });
  const { rootElement, warnings } = await new BpmnModdle(extensions).fromXML(readFileSync(model, 'utf8'));
  const unreadable = warnings.map((warning) => ({ category: 'error', id: '-', message: warning.message, rule: 'unreadable' }));
  const results = await linter.lint(rootElement);
  const reported = Object.entries(results).flatMap(([rule, reports]) => reports.map((report) => ({ rule, ...report })));
  return [...unreadable, ...reported];
}

const named = process.argv.slice(2).map((file) => resolve(file));
const wanted = (named.length > 0 ? named : models()).filter((model) => model.endsWith('.bpmn'));
let errors = 0;
for (const model of wanted) {
  for (const { category, id, message, rule } of await findings(model)) {
    if (category !== 'warn') errors++;
    console.error(`${shown(model)}: ${category}: ${id}: ${message} (${rule})`);
  }
}
console.log(`${wanted.length} models linted, ${errors} errors`);
process.exit(errors > 0 ? 1 : 0);
