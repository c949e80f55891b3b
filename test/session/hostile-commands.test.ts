import { expect, test } from 'vitest';
import { z } from 'zod';
import { resourceKey } from '../../electron/contract/catalog.ts';
import { Command } from '../../electron/contract/command.ts';
import { emptySession } from '../../electron/contract/session.ts';
import { createCommands, type Deeds } from '../../electron/session/commands.ts';
import { createStore } from '../../electron/session/store.ts';
import { makeAccount, makeProject, makeResource, makeTarget, makeTunnel, tunnelsOf } from '../support/builders.ts';

const web = makeResource(makeTarget('web'));
const inPrototype = resourceKey({ ...web.target, resourceId: '__proto__' });

/** What a page that was taken over could put wherever a text is taken. */
const TEXTS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  web.key,
  `${web.key}:80`,
  inPrototype,
  '__proto__/-/shop/service/web',
  'acc/-/../service/../../x',
  'acc/-/shop/service/..%2f..',
  'a\0b',
  'a\u202Eb\u2066',
  '\uD800',
  '../../../etc/passwd',
  'file:///etc/passwd',
  'https://user:password@host.example/',
  'javascript:alert(1)',
  '%00',
  '${7*7}`id`$(id)',
  'x'.repeat(2000),
  'dark',
  'off',
  '127.0.0.1',
  'always',
];

type Schema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
};

/** Values of this shape, most of them odd; whether they are taken says the schema itself. */
function valuesOf(schema: Schema): unknown[] {
  if (schema.const !== undefined) return [schema.const];
  if (schema.enum) return [...schema.enum];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.flatMap(valuesOf);
  if (schema.type === 'string') return TEXTS;
  if (schema.type === 'boolean') return [true, false];
  if (schema.type === 'integer' || schema.type === 'number') return [0, 1, 80, 65_535, -1, 2 ** 53, Number.NaN];
  if (schema.type === 'array') return [[], valuesOf(schema.items ?? {}), valuesOf(schema.items ?? {}).slice(0, 1)];
  if (schema.type !== 'object') return TEXTS;
  const names = Object.keys(schema.properties ?? {});
  const columns = names.map((name) => valuesOf(schema.properties?.[name] ?? {}));
  const rows = Math.max(1, ...columns.map((column) => column.length));
  return Array.from({ length: rows * 2 }, (_, row) =>
    Object.fromEntries(
      names.flatMap((name, at) => {
        const column = columns[at] ?? [];
        const isLeftOut = row >= rows && !schema.required?.includes(name);
        // Fields turn at different speeds, so that they meet in different ways.
        return isLeftOut ? [] : [[name, column[(row * (at + 1)) % column.length]] as const];
      }),
    ),
  );
}

function room() {
  const store = createStore(emptySession);
  const { dispatch, read } = store;
  dispatch({ type: 'account-added', account: makeAccount() });
  const resources = [web, makeResource(makeTarget('__proto__'))];
  dispatch({ type: 'catalog-loaded', accountId: 'acc', readAt: 1, projects: [makeProject('shop')], resources });
  dispatch({ type: 'wished', id: web.key, on: true });
  const tunnels = tunnelsOf(makeTunnel(`${web.key}:80`));
  dispatch({ type: 'observed', id: web.key, status: { kind: 'open', since: 1 }, tunnels });
  const known: Partial<Record<string, unknown>> = {
    inspector: new Proxy({}, { get: () => async () => {} }),
    listCliLogins: () => ({ list: [] }),
  };
  const deeds = new Proxy({} as Deeds, { get: (_, name) => known[String(name)] ?? (async () => {}) });
  return { store, perform: createCommands({ dispatch, read, deeds }) };
}

test.each(Command.options.map((option) => [option.shape.type.value, option] as const))(
  '%s with whatever it takes is done or refused, and leaves prototypes alone',
  async (type, option) => {
    const untouched = Object.getOwnPropertyNames(Object.prototype).sort();
    const { store, perform } = room();
    const schema = z.toJSONSchema(option, { unrepresentable: 'any', io: 'input' }) as Schema;
    let taken = 0;
    for (const value of valuesOf(schema)) {
      const parsed = Command.safeParse(value);
      if (!parsed.success) continue;
      taken += 1;
      const ack = await perform(parsed.data);
      // A mistake of ours that nobody foresaw would be told so.
      expect(ack.ok ? 'done' : ack.problem.code, JSON.stringify(value)).not.toBe('unexpected');
    }
    expect(taken, type).toBeGreaterThan(0);
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(untouched);
    expect(Object.getPrototypeOf(store.read().forwards)).toBe(Object.prototype);
    // What is kept and told to the window goes through JSON or a clone, and must come out as it was.
    expect(structuredClone(store.read())).toEqual(store.read());
  },
);
