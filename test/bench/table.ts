import { median } from '../support/median.ts';
import { FIGURES, SUBJECTS, type Figure, type Results, type Subject } from './figures.ts';

const OFFICIAL: Subject = 'official';
const JUDGED: Subject = 'engine-electron';

type Cells = ReadonlyMap<Subject, number>;

function told(figure: Figure, cells: Cells, subject: Subject): string {
  const value = cells.get(subject);
  if (value === undefined) return '–';
  const official = cells.get(OFFICIAL);
  const text = value.toFixed(figure.digits);
  if (official === undefined || subject === OFFICIAL || subject === 'direct') return text;
  return `${text} (${(value / official).toFixed(2)}×)`;
}

function verdict(figure: Figure, cells: Cells): string {
  const { goal } = figure;
  const value = cells.get(JUDGED);
  const official = cells.get(OFFICIAL);
  if (!goal || value === undefined || (official === undefined && !goal.isAbsolute)) return goal ? wanted(figure) : '';
  const compared = goal.isAbsolute ? value : value / (official ?? NaN);
  const isMet = compared >= (goal.atLeast ?? -Infinity) && compared <= (goal.atMost ?? Infinity);
  return `${wanted(figure)}: ${isMet ? 'met' : 'missed'}`;
}

/** Beside the goal; empty where nothing was asked or measured. */
function besideSsh({ overSsh }: Figure, cells: Cells): string {
  const ratio = (cells.get(JUDGED) ?? NaN) / (cells.get('ssh') ?? NaN);
  if (overSsh === undefined || Number.isNaN(ratio)) return '';
  return `; ${ratio.toFixed(2)}× ssh -L (≥ ${overSsh}×: ${ratio >= overSsh ? 'met' : 'missed'})`;
}

function wanted({ goal, unit }: Figure): string {
  const sign = goal?.isAbsolute ? ` ${unit}` : '×';
  return goal?.atLeast === undefined ? `≤ ${goal?.atMost}${sign}` : `≥ ${goal.atLeast}${sign}`;
}

/** Rows of text: head first, then one for each figure that was measured. */
export function rows(results: Results): string[][] {
  const subjects = (Object.keys(SUBJECTS) as Subject[]).filter((subject) =>
    [...results.values()].some((bySubject) => bySubject.has(subject)),
  );
  const head = ['', ...subjects.map((subject) => SUBJECTS[subject]), 'goal (Electron)'];
  const body = FIGURES.flatMap((figure) => {
    const bySubject = results.get(figure.id);
    if (!bySubject) return [];
    const cells = new Map([...bySubject].map(([subject, values]) => [subject, median(values)]));
    const named = `${figure.title}, ${figure.unit}`;
    return [
      [
        named,
        ...subjects.map((subject) => told(figure, cells, subject)),
        verdict(figure, cells) + besideSsh(figure, cells),
      ],
    ];
  });
  return [head, ...body];
}

export function asText(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

export function asMarkdown(table: readonly (readonly string[])[]): string {
  const [head = [], ...body] = table;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...body.map(line)].join('\n');
}

/** Where the program under test was not what limited the rate, the rate says little about it. */
export function idleness(results: Results): string[] {
  return [...results].flatMap(([id, bySubject]) =>
    id.startsWith('busy-')
      ? [...bySubject].flatMap(([subject, shares]) => {
          const share = median(shares);
          const text = `${id.slice(5)}: ${SUBJECTS[subject]} used only ${Math.round(share * 100)} % of its core, so gateway and load held it back`;
          return share < 0.85 ? [text] : [];
        })
      : [],
  );
}
