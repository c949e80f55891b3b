import { FIELD, framingOf, parseHead, type Framing } from './host-header-head.ts';
import type { HeadFields, RequestHead, ResponseHead } from './observe.ts';

/** How a message's body ends; `close` with the connection. */
export type MessageFraming = Framing | { readonly kind: 'close' };

const STATUS_LINE = /^HTTP\/(1\.[0-9]) ([1-9][0-9]{2})(?: ([\t\x20-\x7e\x80-\xff]*))?$/;

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

function fieldsOf(lines: readonly string[]): HeadFields | undefined {
  const fields: (readonly [string, string])[] = [];
  for (const line of lines) {
    const [, name, value] = FIELD.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    fields.push([name, value.trim()]);
  }
  return fields;
}

/** Undefined where it cannot be read for sure. Without a framing another protocol may follow. */
export function readRequestHead(
  text: string,
): { readonly head: RequestHead; readonly framing: MessageFraming | undefined } | undefined {
  const parsed = parseHead(text);
  const [first = '', ...others] = linesOf(text);
  const fields = parsed && fieldsOf(others);
  if (!fields) return undefined;
  const [method = '', path = '', protocol = ''] = first.split(' ');
  return {
    head: { method, path, version: protocol.replace('HTTP/', ''), fields, bytes: text.length },
    framing: parsed.framing,
  };
}

/** The framing depends on what was asked (RFC 9112 section 6.3); undefined where another protocol follows. */
export function readResponseHead(
  text: string,
  method: string,
): { readonly head: ResponseHead; readonly framing: MessageFraming | undefined } | undefined {
  const [first = '', ...others] = linesOf(text);
  const [, version, code, reason = ''] = STATUS_LINE.exec(first) ?? [];
  const fields = fieldsOf(others);
  if (version === undefined || !fields) return undefined;
  const status = Number(code);
  const head = { status, reason, version, fields, bytes: text.length };
  if (status === 101 || (method === 'CONNECT' && status >= 200 && status < 300)) return { head, framing: undefined };
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { head, framing: { kind: 'none' } };
  const valuesOf = (wanted: string) =>
    fields.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value.toLowerCase());
  const lengths = valuesOf('content-length').flatMap((value) => value.split(',').map((each) => each.trim()));
  const codings = valuesOf('transfer-encoding');
  if (lengths.length === 0 && codings.length === 0) return { head, framing: { kind: 'close' } };
  const framing = framingOf(lengths, codings, version.slice(2));
  return framing && { head, framing };
}
