import type { Guard } from '../contract/guard.ts';
import { DEFAULT_GUARD } from '../contract/guard-levels.ts';
import type { TunnelPlan } from './face.ts';
import { watchFirstHead } from './first-head.ts';
import { isRequestLine } from './host-header-head.ts';
import { createHostRewriter, type HeadGuard, type HostRewriter } from './host-header.ts';

export type Verdict = 'pass' | 'host' | 'cross-site';

type Fields = ReadonlyMap<string, readonly string[]>;

/**
 * The page that a browser shows. It names nothing of this computer: whoever made the request may be able to read it, which
 * is the very thing that the guard is for.
 */
function page(status: string, title: string, text: string): Buffer {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`;
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Content-Security-Policy: default-src 'none'",
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const ANSWERS: Readonly<Record<Exclude<Verdict, 'pass'> | 'too-long', Buffer>> = {
  host: page(
    '421 Misdirected Request',
    'Portside did not pass this request on',
    'It was made for a name that is none of this forward’s. A web page that has its own name lead to your computer would make such requests. Use one of the addresses that Portside shows, or turn the guard of this forward off if you use a name of your own.',
  ),
  'cross-site': page(
    '403 Forbidden',
    'Portside did not pass this request on',
    'A page of another site made it. This forward takes no WebSocket of those, or nothing at all, as its guard is set.',
  ),
  'too-long': page(
    '431 Request Header Fields Too Large',
    'Portside did not pass this request on',
    'Its header is too long to be looked at by the guard of this forward.',
  ),
};

/** All fields by small name, read as leniently as any server may: a second Host or a folded one is seen here as well. */
function fieldsOf(head: string): Fields {
  const fields = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const line of head.split(/\r?\n/).slice(1)) {
    if (line === '') break;
    if (/^[ \t]/.test(line) && last) {
      last.push(`${last.pop() ?? ''}${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    last = fields.get(name) ?? [];
    last.push(line.slice(colon + 1).trim());
    fields.set(name, last);
  }
  return fields;
}

/** `Web.:8080` is `web`. */
function nameOf(authority: string): string {
  return authority
    .toLowerCase()
    .replace(/:[0-9]*$/, '')
    .replace(/\.$/, '');
}

/** Names that no page on the web can have lead anywhere: loopback in digits, and what browsers resolve to it themselves. */
const LOOPBACK = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|(?:[\w-]+\.)*localhost)$/;

function isOurs(authority: string, names: ReadonlySet<string>): boolean {
  const name = nameOf(authority);
  return name === '' || LOOPBACK.test(name) || names.has(name);
}

/**
 * Whether a page of another site asks for a WebSocket. Nothing but the server keeps such a page from reading there what it
 * likes, and a server inside a cluster rarely looks at the Origin. What is no page of the web (extensions, desktop programs)
 * has an origin of another scheme, which no page can take on.
 */
function isForeignSocket(fields: Fields, names: ReadonlySet<string>): boolean {
  const asksFor = (fields.get('upgrade') ?? []).some((protocol) => /\bwebsocket\b/i.test(protocol));
  return (
    asksFor &&
    (fields.get('origin') ?? []).some((origin) => {
      const [, authority] = /^https?:\/\/(.*)$/i.exec(origin) ?? [];
      return authority === undefined ? /^null$/i.test(origin) : !isOurs(authority, names);
    })
  );
}

function isCrossSite(head: string, fields: Fields, names: ReadonlySet<string>): boolean {
  const has = (name: string, value: string) => fields.get(name)?.includes(value) ?? false;
  // Following a link from somewhere else is what people do; it sends nothing that was prepared there.
  const isVisit = /^(?:GET|HEAD) /.test(head) && has('sec-fetch-mode', 'navigate') && has('sec-fetch-dest', 'document');
  if (has('sec-fetch-site', 'cross-site') && !isVisit) return true;
  return (fields.get('origin') ?? []).some((origin) => {
    const [, authority] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? [];
    return authority === undefined || !isOurs(authority, names);
  });
}

/** What to do with a request whose head (latin1) is `head`, for a forward that answers to these names (in small letters). */
export function judgeHead(head: string, guard: Guard, names: ReadonlySet<string>): Verdict {
  if (guard === 'off' || !isRequestLine(/^[^\r\n]*/.exec(head)?.[0] ?? '')) return 'pass';
  const fields = fieldsOf(head);
  if ((fields.get('host') ?? []).some((host) => !isOurs(host, names))) return 'host';
  const isForeign = guard === 'strict' ? isCrossSite(head, fields, names) : isForeignSocket(fields, names);
  return isForeign ? 'cross-site' : 'pass';
}

/**
 * What reads the requests of one connection to this port; undefined where nothing is to be read. A port that is not said to be
 * HTTP, nor known to speak something else, may be HTTP all the same.
 */
export function readRequests(plan: TunnelPlan, guard: Guard = DEFAULT_GUARD): HostRewriter | undefined {
  const { rewrite, speaks, port } = plan;
  const isHttp = port.protocol === 'HTTP';
  if (guard === 'off' || !(isHttp || speaks === undefined)) return rewrite && createHostRewriter(rewrite);
  const names = new Set([...plan.hostnames, ...(rewrite ? [...rewrite.names, rewrite.to] : [])].map(nameOf));
  const judge: HeadGuard = {
    judge: (head) => {
      const verdict = judgeHead(head, guard, names);
      return verdict === 'pass' ? undefined : ANSWERS[verdict];
    },
    tooLong: ANSWERS['too-long'],
  };
  return isHttp ? createHostRewriter(rewrite, judge) : watchFirstHead(judge);
}
