import type { Values } from './keys.ts';
import { isShellName, quoteShell } from './quote.ts';

export type EnvSyntax = 'dotenv' | 'export' | 'env-file' | 'compose' | 'json';

/** What a syntax cannot say is named instead of being said wrongly. */
const leftOut = (name: string, why: string) => `# left out: ${name} ${why}`;
const oneLine = (text: string) => text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ');

/**
 * As Node, `dotenv` and a shell that reads the file all take it: plain where no mark could mean anything, else in the
 * quotes that the value does not hold. Between single quotes and backticks every reader takes each character as it stands.
 */
function dotenvLine(name: string, value: string): string {
  if (!/^[\w.-]+$/.test(name)) return leftOut(oneLine(name), 'is no name for a variable');
  if (/^[\w@:/.,+%-]*$/.test(value)) return `${name}=${value}`;
  if (value.includes('\r')) return leftOut(name, 'holds a carriage return, which the readers of .env files drop');
  // `dotenv` takes a backslash before the closing quote for part of the value.
  if (value.endsWith('\\')) {
    return /[\s#'"$`]/.test(value) ? leftOut(name, 'ends with a backslash') : `${name}=${value}`;
  }
  if (!value.includes("'")) return `${name}='${value}'`;
  if (!/["\\$`\n]/.test(value)) return `${name}="${value}"`;
  if (!value.includes('`')) return `${name}=\`${value}\``;
  return leftOut(name, 'holds all kinds of quotes');
}

function exportLine(name: string, value: string): string {
  return isShellName(name) ? `export ${name}=${quoteShell(value)}` : leftOut(oneLine(name), 'is no name for a shell');
}

/** Docker takes the rest of the line as it stands, quotes too, and knows no lines that go on. */
function envFileLine(name: string, value: string): string {
  if (!/^[^\s=#][^\s=]*$/.test(name)) return leftOut(oneLine(name), 'is no name for a variable');
  if (/[\r\n\0]/.test(value)) return leftOut(name, 'holds a line break, which Docker cannot read');
  return `${name}=${value}`;
}

/** JSON is YAML; a dollar sign is doubled, or Compose would put a variable in its place. */
const composeLine = (name: string, value: string) =>
  `  ${JSON.stringify(name)}: ${JSON.stringify(value).replaceAll('$', '$$$$')}`;

const LINES = { dotenv: dotenvLine, export: exportLine, 'env-file': envFileLine } as const;

/** Notes become comments on top. */
export function renderValues(values: Values, syntax: EnvSyntax, notes: readonly string[] = []): string {
  const entries = [...values];
  if (syntax === 'json') return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
  const lines =
    syntax === 'compose'
      ? ['environment:', ...entries.map(([name, value]) => composeLine(name, value))]
      : entries.map(([name, value]) => LINES[syntax](name, value));
  return `${[...notes.map((note) => `# ${oneLine(note)}`), ...lines].join('\n')}\n`;
}
