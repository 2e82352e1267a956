// Decision tables as Markdown: a reviewer sees a changed row as a changed line.
import { readFileSync } from 'node:fs';
import { DmnModdle } from 'dmn-moddle';
import { origin } from './models.mjs';

const cell = (text) => (text ?? '').trim().replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ') || '-';
const row = (cells) => `| ${cells.map(cell).join(' | ')} |`;

function section(decision) {
  const logic = decision.decisionLogic;
  const inputs = logic.input ?? [];
  const outputs = logic.output ?? [];
  const heads = [
    ...inputs.map((input) => input.label ?? input.inputExpression?.text),
    ...outputs.map((output) => `**${output.label ?? output.name}**`),
    'why',
  ];
  const rules = (logic.rule ?? []).map((rule) => [
    ...rule.inputEntry.map((entry) => entry.text),
    ...rule.outputEntry.map((entry) => entry.text),
    rule.description,
  ]);
  return [
    `## ${decision.name ?? decision.id}`,
    '',
    `Decision \`${decision.id}\`, hit policy ${logic.hitPolicy ?? 'UNIQUE'}. A dash matches anything.`,
    '',
    row(heads),
    row(heads.map(() => '---')),
    ...rules.map(row),
  ].join('\n');
}

export async function table(model) {
  const { rootElement } = await new DmnModdle().fromXML(readFileSync(model, 'utf8'), 'dmn:Definitions');
  const decisions = (rootElement.drgElement ?? []).filter((element) => element.decisionLogic?.$type === 'dmn:DecisionTable');
  if (decisions.length === 0) throw new Error('no decision table in it');
  return [origin(model), `# ${rootElement.name}`, ...decisions.map(section)].join('\n\n') + '\n';
}
