import { parseArgs } from 'node:util';
import type { Guard } from '../contract/guard.ts';
import { GUARDS } from '../contract/guard-levels.ts';
import { isAppCommand, readAppArguments, type AppOrder } from './app-arguments.ts';
import { UsageError } from './usage-error.ts';

type Common = {
  readonly projectId?: string;
  readonly teamId?: string;
  /** Of the API. */
  readonly host?: string;
  /** PEM file. */
  readonly caFile?: string;
  /** Leave out project and service of the context. */
  readonly noDefaults: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
};

export type ForwardOrder = Common & {
  readonly command: 'forward';
  readonly what: 'all' | 'service' | 'addon';
  /** Of the service or addon. */
  readonly id?: string;
  /** Pod name. */
  readonly instanceId?: string;
  /** Remote ports; empty means all. */
  readonly ports: readonly number[];
  readonly skipHostnames: boolean;
  readonly guard?: Guard;
};

export type ListOrder = Common & { readonly command: 'list'; readonly what: 'projects' | 'services' | 'addons' };

export type Order =
  | AppOrder
  | ForwardOrder
  | ListOrder
  | { readonly command: 'help' }
  | { readonly command: 'version' };

const COMMON = {
  teamId: { type: 'string' },
  host: { type: 'string' },
  ca: { type: 'string' },
  noDefaults: { type: 'boolean' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  verbose: { type: 'boolean' },
  // Of the official command line; there is nothing here that it would skip.
  skipValidation: { type: 'boolean' },
} as const;
const PROJECT = { project: { type: 'string' }, projectId: { type: 'string' } } as const;
const FORWARD = { skipHostnames: { type: 'boolean' }, guard: { type: 'string' } } as const;
const ONE = { instanceId: { type: 'string' }, port: { type: 'string', multiple: true } } as const;

const OPTIONS = {
  'forward all': { ...COMMON, ...PROJECT, ...FORWARD },
  'forward service': {
    ...COMMON,
    ...PROJECT,
    ...FORWARD,
    ...ONE,
    service: { type: 'string' },
    serviceId: { type: 'string' },
  },
  'forward addon': {
    ...COMMON,
    ...PROJECT,
    ...FORWARD,
    ...ONE,
    addon: { type: 'string' },
    addonId: { type: 'string' },
  },
  'list projects': COMMON,
  'list services': { ...COMMON, ...PROJECT },
  'list addons': { ...COMMON, ...PROJECT },
} as const;

type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Throws a `UsageError`. */
export function readArguments(args: readonly string[]): Order {
  const [first = '', second = '', ...rest] = args;
  if (first === '--version' || first === '-v' || first === 'version') return { command: 'version' };
  // What stands behind `--` is another program's.
  const ours = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (['', 'help', '--help', '-h'].includes(first) || ours.some((each) => each === '--help' || each === '-h')) {
    return { command: 'help' };
  }
  if (isAppCommand(first)) return readAppArguments(first, args.slice(1));
  const name = `${first === 'fwd' ? 'forward' : first} ${second}`;
  if (!Object.hasOwn(OPTIONS, name)) {
    throw new UsageError(noCommand(first, second));
  }
  const values = parse(rest, name as keyof typeof OPTIONS);
  const [command, what] = name.split(' ');
  const projectId = either(values, 'projectId', 'project');
  const common = {
    ...(projectId !== undefined && { projectId }),
    ...text(values, 'teamId'),
    ...text(values, 'host'),
    ...(typeof values['ca'] === 'string' && { caFile: values['ca'] }),
    noDefaults: values['noDefaults'] === true,
    json: values['json'] === true,
    quiet: values['quiet'] === true,
    verbose: values['verbose'] === true,
  };
  if (command === 'list') return { command, what: what as ListOrder['what'], ...common };
  const id = what === 'addon' ? either(values, 'addonId', 'addon') : either(values, 'serviceId', 'service');
  return {
    command: 'forward',
    what: what as ForwardOrder['what'],
    ...common,
    ...(id !== undefined && { id }),
    ...text(values, 'instanceId'),
    ports: readPorts(values['port']),
    skipHostnames: values['skipHostnames'] === true,
    ...readGuard(values['guard']),
  };
}

function noCommand(first: string, second: string): string {
  const known = Object.keys(OPTIONS).map((each) => each.split(' '));
  const kinds = known.flatMap(([command, what]) => (command === (first === 'fwd' ? 'forward' : first) ? [what] : []));
  if (kinds.length === 0) return `There is no command "portside ${first}". "portside help" lists them.`;
  const given = second === '' || second.startsWith('-') ? '' : `, not "${second}"`;
  return `portside ${first} takes one of ${kinds.join(', ')}${given}.`;
}

function parse(args: readonly string[], name: keyof typeof OPTIONS): Values {
  try {
    return parseArgs({ args: [...args], options: OPTIONS[name], strict: true }).values as Values;
  } catch (error) {
    // Node explains at length how to pass an argument that begins with a dash; the first sentence says what is wrong.
    const [sentence = 'The arguments cannot be read'] = (error as Error).message.split(/\.(?:\s|$)/);
    throw new UsageError(`${sentence}.`, { cause: error });
  }
}

function text<Name extends string>(values: Values, name: Name): { [K in Name]?: string } {
  const value = values[name];
  if (typeof value !== 'string') return {};
  if (value.trim() === '') throw new UsageError(`--${name} needs a value.`);
  return { [name]: value } as { [K in Name]?: string };
}

/** Both names of the official command line mean the same. */
function either(values: Values, name: string, other: string): string | undefined {
  return text(values, name)[name] ?? text(values, other)[other];
}

function readGuard(given: Values[string]): Pick<ForwardOrder, 'guard'> {
  if (given === undefined) return {};
  const guard = GUARDS.find((each) => each === given);
  if (!guard) throw new UsageError(`--guard takes one of ${GUARDS.join(', ')}, not "${String(given)}".`);
  return { guard };
}

function readPorts(given: Values[string]): number[] {
  const texts = Array.isArray(given) ? (given as readonly string[]) : [];
  return texts.map((each) => {
    const port = Number(each);
    if (/^\d{1,5}$/.test(each) && port >= 1 && port <= 65_535) return port;
    throw new UsageError(`--port takes a number from 1 to 65535, not "${each}".`);
  });
}
