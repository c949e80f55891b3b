import type { Values } from './keys.ts';
import { isOfThisComputer } from './own-names.ts';
import { isShellName, quoteShell } from './quote.ts';

export type EnvSyntax = 'dotenv' | 'export' | 'env-file' | 'compose' | 'json';

/**
 * For comments, which hold names that others chose. One line, without a mark that a shell acts on: lines that are pasted into
 * zsh are commands there, whatever they begin with.
 */
const comment = (text: string) =>
  `# ${text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ').replaceAll(/[^\p{L}\p{N} ._,:=@/+-]/gu, '_')}`;

/** What a syntax cannot say is named instead of being said wrongly. */
const leftOut = (name: string, why: string) => comment(`left out: ${name} ${why}`);

/**
 * As Node, `dotenv` and a shell that reads the file all take it: plain where no mark could mean anything, else in the
 * quotes that the value does not hold. Never in backticks, which `dotenv` knows as quotes and a shell as a command.
 */
function dotenvLine(name: string, value: string): string {
  if (!/^[\w.-]+$/.test(name)) return leftOut(name, 'is no name for a variable');
  if (/^[\w@:/.,+%-]*$/.test(value)) return `${name}=${value}`;
  if (value.includes('\r')) return leftOut(name, 'holds a carriage return, which the readers of .env files drop');
  // `dotenv` takes a backslash before the closing quote for part of the value, and a shell one without for a line that goes on.
  if (value.endsWith('\\')) return leftOut(name, 'ends with a backslash');
  if (!value.includes("'")) return `${name}='${value}'`;
  if (!/["\\$`\n]/.test(value)) return `${name}="${value}"`;
  return leftOut(name, 'holds marks that shells and the readers of .env files take differently');
}

function exportLine(name: string, value: string): string {
  if (isOfThisComputer(name)) return leftOut(name, 'is the own one of each computer');
  return isShellName(name) ? `export ${name}=${quoteShell(value)}` : leftOut(name, 'is no name for a shell');
}

/** Docker takes the rest of the line as it stands, quotes too, and knows no lines that go on. */
function envFileLine(name: string, value: string): string {
  if (!/^[^\s=#][^\s=]*$/.test(name)) return leftOut(name, 'is no name for a variable');
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
  return `${[...notes.map(comment), ...lines].join('\n')}\n`;
}
