/**
 * Reads one request head (RFC 9112 sections 2 to 6), given as latin1 text so that an index is a byte offset. Everything
 * that servers are known to read differently (folded lines, blanks before the colon, both framings at once, two Hosts)
 * makes the head unreadable: what cannot be read for sure is passed on as it is.
 */

export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' };

type Head = {
  /** Undefined where no HTTP/1 request can follow for sure: CONNECT, or an offered upgrade. */
  readonly framing: Framing | undefined;
  /** Byte range of the Host value without blanks around it; absent where there is no Host field. */
  readonly host?: { readonly start: number; readonly end: number };
};

export const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";
/** The longest registered method has 17 letters. */
const METHOD = new RegExp(`^${TOKEN}{1,32}$`);
const TARGET = /^[\x21-\x7e\x80-\xff]+$/;
const REQUEST_LINE = new RegExp(`^(${TOKEN}{1,32}) [\\x21-\\x7e\\x80-\\xff]+ HTTP/1\\.([0-9])$`);
export const FIELD = new RegExp(`^(${TOKEN}+):([\\t\\x20-\\x7e\\x80-\\xff]*)$`);
const CODINGS = new RegExp(`^(?:${TOKEN}+[\\t ]*,[\\t ]*)*chunked$`);
const LENGTH = /^[0-9]{1,15}$/;

const isBlank = (character: string | undefined) => character === ' ' || character === '\t';

/** Whether a first line that has not ended yet may still become a request line. */
export function mayBecomeRequestLine(text: string): boolean {
  const [method = '', target, version, ...rest] = text.split(' ');
  if (rest.length > 0 || !METHOD.test(method)) return false;
  if (version === undefined) return target === undefined || target === '' || TARGET.test(target);
  return TARGET.test(target ?? '') && ('HTTP/1.'.startsWith(version) || /^HTTP\/1\.[0-9]\r?$/.test(version));
}

/** `line` without its line end. */
export function isRequestLine(line: string): boolean {
  return REQUEST_LINE.test(line);
}

/** `text` from the request line up to and with the empty line; undefined if it cannot be read for sure. */
export function parseHead(text: string): Head | undefined {
  let request: RegExpExecArray | null = null;
  let host: Head['host'];
  const lengths: string[] = [];
  const codings: string[] = [];
  let connection = '';
  let upgrade = false;
  for (let start = 0, next: number; start < text.length; start = next) {
    const lineFeed = text.indexOf('\n', start);
    if (lineFeed === -1) return undefined;
    next = lineFeed + 1;
    const line = text.slice(start, text[lineFeed - 1] === '\r' && lineFeed > start ? lineFeed - 1 : lineFeed);
    if (!request) {
      request = REQUEST_LINE.exec(line);
      if (!request) return undefined;
      continue;
    }
    if (line === '') break;
    const field = FIELD.exec(line);
    if (!field) return undefined;
    const [, name = '', raw = ''] = field;
    switch (name.toLowerCase()) {
      case 'host': {
        if (host) return undefined;
        let from = start + name.length + 1;
        let to = start + line.length;
        while (from < to && isBlank(text[from])) from += 1;
        while (to > from && isBlank(text[to - 1])) to -= 1;
        host = { start: from, end: to };
        break;
      }
      case 'content-length':
        lengths.push(...raw.split(',').map((each) => each.trim()));
        break;
      case 'transfer-encoding':
        codings.push(raw.trim().toLowerCase());
        break;
      case 'connection':
        connection += `,${raw.toLowerCase()}`;
        break;
      case 'upgrade':
        upgrade = true;
        break;
      default:
    }
  }
  if (!request) return undefined;
  const [, method, minor] = request;
  const leavesHttp =
    method === 'CONNECT' || (upgrade && connection.split(',').some((option) => option.trim() === 'upgrade'));
  const framing = framingOf(lengths, codings, minor);
  if (!framing) return undefined;
  return { framing: leavesHttp ? undefined : framing, ...(host && { host }) };
}

/** RFC 9112 section 6.3; undefined where servers may disagree. */
export function framingOf(lengths: readonly string[], codings: readonly string[], minor: string | undefined) {
  const [length] = lengths;
  if (codings.length > 0) {
    const all = codings.join(',');
    const chunkedTwice = all.split(',').filter((coding) => coding.trim() === 'chunked').length > 1;
    if (length !== undefined || minor === '0' || chunkedTwice || !CODINGS.test(all)) return undefined;
    return { kind: 'chunked' } as const;
  }
  if (length === undefined) return { kind: 'none' } as const;
  if (!LENGTH.test(length) || lengths.some((other) => other !== length)) return undefined;
  return { kind: 'length', bytes: Number(length) } as const;
}
