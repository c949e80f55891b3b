import { isIP } from 'node:net';
import { decoded } from '../base/decoded.ts';
import { redact } from '../base/log.ts';
import { withoutBrackets } from '../base/proxy.ts';
import { isLoopback } from '../contract/loopback.ts';
import { isNorthflanks } from './hosts.ts';

/** Takes out of texts what names somebody's things; the same thing gets the same placeholder everywhere. */
export type Placeholders = {
  /** From now on these all stand for one thing. Returns its placeholder. */
  readonly add: (kind: string, ...values: readonly (string | undefined)[]) => string;
  /** Of free text: what is known by name, and what looks like a host, an address, an id or a secret. */
  readonly text: (text: string) => string;
  /** Of a value that is a name as a whole. */
  readonly name: (kind: string, value: string) => string;
  /** Of plain data: values by what their key says of them. Keys are the program's own. */
  readonly data: (value: unknown, key?: string) => unknown;
};

/** Keys of logs and of problems whose value names something. */
const KINDS: Readonly<Record<string, string>> = {
  account: 'account',
  accountid: 'account',
  name: 'name',
  names: 'name',
  entries: 'name',
  role: 'role',
  host: 'host',
  hostname: 'host',
  proxy: 'host',
  issuer: 'issuer',
  project: 'project',
  projectid: 'project',
  resource: 'resource',
  resourceid: 'resource',
  instance: 'instance',
  team: 'team',
  teamid: 'team',
};

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** A letter may be two units long. */
const WORD_AT_START = /^[\p{L}\p{N}\p{M}]/u;

/** In this order: what contains others comes first. */
const PATTERN = new RegExp(
  [
    String.raw`[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+`,
    String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)*`,
    String.raw`(?<=\/(?:teams|projects|services|addons|jobs|secrets|instances?|volumes)\/)[^\s/"'?]+`,
    String.raw`(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{0,4}|\d+(?:\.\d+){3})(?![\w:])`,
    String.raw`(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])`,
    String.raw`(?<![\w.-])(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*[\p{L}\p{N}](?![\w-])`,
    String.raw`(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z_])[\w-]{20,}`,
  ].join('|'),
  'giu',
);
/** What an error of the program is called. */
const ERROR_NAME = /^(?:[A-Z][A-Za-z]{0,20})?Error$/;
const OUR_FILE = /\.(?:json|log|sealed|tmp|tsx?|[cm]?js|key|ya?ml|env|asar)$/i;

export function createPlaceholders(): Placeholders {
  const known = new Map<string, string>();
  /** What begins with this word, the longest first. `lead` is what stands before the word. */
  const byWord = new Map<string, { readonly value: string; readonly lead: number; readonly placeholder: string }[]>();
  const counts = new Map<string, number>();
  const handedOut = new Set<string>();

  const next = (kind: string) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const placeholder = `${kind}-${count}`;
    handedOut.add(placeholder);
    return placeholder;
  };

  const learn = (value: string, placeholder: string) => {
    if (known.has(value)) return;
    known.set(value, placeholder);
    const [word] = value.match(WORD) ?? [];
    if (word === undefined) return;
    const list = byWord.get(word) ?? [];
    list.push({ value, lead: value.indexOf(word), placeholder });
    list.sort((a, b) => b.value.length - a.value.length);
    byWord.set(word, list);
  };

  const add: Placeholders['add'] = (kind, ...values) => {
    const named = values.flatMap((value) => (value?.trim() ? [value.trim().toLowerCase()] : []));
    const before = named.map((value) => known.get(value)).find((each) => each?.startsWith(`${kind}-`));
    const placeholder = before ?? next(kind);
    for (const value of named) learn(value, placeholder);
    return placeholder;
  };

  const name: Placeholders['name'] = (kind, value) =>
    handedOut.has(value) ? value : (known.get(value.trim().toLowerCase()) ?? add(kind, value));

  /** What is known by name, wherever it stands as words of its own. */
  function withoutKnown(given: string): string {
    const lower = given.toLowerCase();
    // A few letters change their length: then the text is given back in lower case.
    const text = lower.length === given.length ? given : lower;
    let done = '';
    let at = 0;
    for (const match of lower.matchAll(WORD)) {
      if (match.index < at) continue;
      const found = byWord.get(match[0])?.find(({ value, lead }) => {
        const from = match.index - lead;
        const end = from + value.length;
        return from >= at && lower.startsWith(value, from) && !WORD_AT_START.test(lower.slice(end, end + 2));
      });
      if (!found) continue;
      const from = match.index - found.lead;
      done += text.slice(at, from) + found.placeholder;
      at = from + found.value.length;
    }
    return done + text.slice(at);
  }

  const ofUrl = (text: string): string => {
    if (!URL.canParse(text)) return '[address]';
    const { protocol, hostname, port, pathname } = new URL(text);
    if (hostname === '') return `${protocol}//[path]`;
    return `${protocol}//${ofHost(hostname)}${port ? `:${port}` : ''}${pathname.length > 1 ? '/…' : ''}`;
  };

  const ofHost = (given: string): string => {
    const host = withoutBrackets(given);
    if (isLoopback(host) || host === 'localhost' || host === '0.0.0.0' || host === '::') return host;
    if (isNorthflanks(host)) return host;
    return name(isIP(host) ? 'ip' : 'host', host);
  };

  function ofMatch(text: string): string {
    if (handedOut.has(text)) return text;
    if (text.includes('://')) return ofUrl(text);
    if (text.includes('@')) return name('mail', text);
    if (isIP(text)) return ofHost(text);
    if (/^[\d:.]+$/.test(text)) return text;
    if (/^[\w-]{20,}$/u.test(text)) return '[id]';
    if (OUR_FILE.test(text)) return text;
    if (text.includes('.')) return ofHost(text);
    return name('name', decoded(text));
  }

  const text: Placeholders['text'] = (given) => {
    // Secrets first: part of one could be somebody's name, and what is left of it would not be recognised. Then names: what
    // only looks like a host could be the middle of one.
    return withoutKnown(redact(given)).replace(PATTERN, ofMatch);
  };

  const data: Placeholders['data'] = (value, key = '') => {
    if (typeof value === 'string') {
      const kind = KINDS[key.toLowerCase()];
      if (kind === undefined || ERROR_NAME.test(value)) return text(value);
      return kind === 'host' ? ofHostField(value) : name(kind, redact(value));
    }
    if (Array.isArray(value)) return value.map((each) => data(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([each, inner]) => [text(each), data(inner, each)]));
  };

  /** `host`, `host:port` or a whole address. */
  const ofHostField = (value: string): string => {
    const clean = redact(value);
    if (clean.includes('://')) return ofUrl(clean);
    const [, host = clean, port = ''] = /^(.*?)(:\d+)?$/.exec(clean) ?? [];
    return `${ofHost(isIP(clean) ? clean : host)}${isIP(clean) ? '' : port}`;
  };

  return { add, text, name, data };
}
