import { parseArgs } from 'node:util';
import { KIT_FORMATS, type KitFormat } from '../contract/kit-formats.ts';
import { UsageError } from './usage-error.ts';

/** What is asked of the running app. Names: a profile's, `<resource>` or `<project>/<resource>`. */
export type AppOrder =
  | { readonly command: 'status'; readonly json: boolean; readonly watch: boolean }
  | {
      readonly command: 'up';
      /** Empty: those of the project's file. */
      readonly names: readonly string[];
      readonly yes: boolean;
      readonly wait: boolean;
      readonly json: boolean;
    }
  | { readonly command: 'down'; readonly names: readonly string[]; readonly all: boolean }
  | {
      readonly command: 'copy' | 'url';
      readonly name: string;
      /** Remote port; the first that is open unless given. */
      readonly port?: number;
      readonly format?: KitFormat;
    }
  | { readonly command: 'env'; readonly names: readonly string[]; readonly syntax: EnvSyntax }
  | {
      readonly command: 'run';
      readonly names: readonly string[];
      readonly yes: boolean;
      readonly argv: readonly [string, ...string[]];
    }
  | { readonly command: 'mcp' };

const SYNTAXES = ['dotenv', 'export', 'env-file', 'compose', 'json'] as const;
export type EnvSyntax = (typeof SYNTAXES)[number];

const FLAG = { type: 'boolean' } as const;
const TEXT = { type: 'string' } as const;
const OPTIONS = {
  status: { json: FLAG, watch: FLAG },
  up: { yes: FLAG, 'no-wait': FLAG, json: FLAG },
  down: { all: FLAG },
  copy: { format: TEXT, port: TEXT },
  url: { format: TEXT, port: TEXT },
  env: { format: TEXT },
  run: { yes: FLAG },
  mcp: {},
} as const;
type Name = keyof typeof OPTIONS;

export const isAppCommand = (name: string): name is Name => Object.hasOwn(OPTIONS, name);

/** Throws a `UsageError`. */
export function readAppArguments(command: Name, args: readonly string[]): AppOrder {
  const split = command === 'run' ? args.indexOf('--') : -1;
  const { values, positionals: names } = parse(command, split < 0 ? args : args.slice(0, split));
  const is = (flag: string) => values[flag] === true;
  switch (command) {
    case 'status':
      refuse(command, names);
      return { command, json: is('json'), watch: is('watch') };
    case 'up':
      return { command, names, yes: is('yes'), wait: !is('no-wait'), json: is('json') };
    case 'down':
      if (names.length === 0 && !is('all')) throw new UsageError('Say what to stop, or --all.');
      return { command, names, all: is('all') };
    case 'copy':
    case 'url': {
      const [name, ...rest] = names;
      if (name === undefined) throw new UsageError(`Say which forward: portside ${command} NAME.`);
      refuse(command, rest);
      const port = portOf(values['port']);
      const format = oneOf(KIT_FORMATS, values['format']);
      return { command, name, ...(port !== undefined && { port }), ...(format && { format }) };
    }
    case 'env':
      if (names.length === 0) throw new UsageError('Say of which forwards: portside env NAME ….');
      return { command, names, syntax: oneOf(SYNTAXES, values['format']) ?? 'dotenv' };
    case 'run': {
      const [program, ...rest] = split < 0 ? [] : args.slice(split + 1);
      if (program === undefined) throw new UsageError('Say what to run: portside run NAME … -- COMMAND ….');
      return { command, names, yes: is('yes'), argv: [program, ...rest] };
    }
    case 'mcp':
      refuse(command, names);
      return { command };
  }
}

function parse(command: Name, args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS[command],
      strict: true,
      allowPositionals: true,
    });
    return { values: values as Readonly<Record<string, string | boolean | undefined>>, positionals };
  } catch (error) {
    const [sentence = 'The arguments cannot be read'] = (error as Error).message.split(/\.(?:\s|$)/);
    throw new UsageError(`${sentence}.`, { cause: error });
  }
}

function refuse(command: Name, names: readonly string[]): void {
  const [first] = names;
  if (first !== undefined) throw new UsageError(`portside ${command} has no use for "${first}".`);
}

function oneOf<T extends string>(known: readonly T[], value: string | boolean | undefined): T | undefined {
  if (value === undefined) return undefined;
  const found = known.find((each) => each === value);
  if (found === undefined) throw new UsageError(`--format is one of ${known.join(', ')}.`);
  return found;
}

function portOf(value: string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!/^\d{1,5}$/.test(String(value)) || port < 1 || port > 65_535)
    throw new UsageError(`--port takes a number from 1 to 65535, not "${String(value)}".`);
  return port;
}
