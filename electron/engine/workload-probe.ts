import type { Speaks, TunnelPlan } from './face.ts';

/** `not-this`: somebody is there, who speaks another protocol. */
export type Verdict = 'ok' | 'more' | 'not-this';

/** The first words of a protocol: the least that makes the other side answer, and nothing that opens a session. */
export type Talk = {
  /** Undefined where the other side speaks first. */
  readonly hello: Buffer | undefined;
  /** Of all bytes that came so far, at least one. */
  readonly judge: (bytes: Buffer) => Verdict;
};

const startsWith = (bytes: Buffer, words: string): Verdict => {
  const length = Math.min(bytes.length, words.length);
  if (bytes.toString('latin1', 0, length) !== words.slice(0, length)) return 'not-this';
  return length < words.length ? 'more' : 'ok';
};

/**
 * GSSENCRequest, answered with one byte by every PostgreSQL since 12 and by PgBouncer; older ones answer with an error, which
 * is an answer too. Not SSLRequest: a server with TLS takes it as a promise, and closing then leaves "could not accept SSL
 * connection" in its log (seen with 18.4), while after this one it says nothing.
 */
const POSTGRESQL: Talk = {
  hello: Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x30]),
  judge(bytes) {
    const [first] = bytes.toString('latin1', 0, 1);
    if (first === 'E') return 'ok';
    return bytes.length === 1 && (first === 'N' || first === 'G') ? 'ok' : 'not-this';
  },
};

const LINE_BYTES = 1024;

/** PING is answered with PONG, or with an error such as NOAUTH or LOADING. */
const REDIS: Talk = {
  hello: Buffer.from('*1\r\n$4\r\nPING\r\n'),
  judge(bytes) {
    const text = bytes.toString('latin1', 0, LINE_BYTES);
    if (!/^(?:\+|-(?:[A-Z]|$))/.test(text)) return 'not-this';
    if (text.includes('\r\n')) return 'ok';
    return text.length < LINE_BYTES ? 'more' : 'not-this';
  },
};

/** The server's greeting, or its refusal: a first packet whose number is 0, of protocol version 10 or with an error. */
const MYSQL: Talk = {
  hello: undefined,
  judge(bytes) {
    if (bytes.length < 5) return 'more';
    return bytes[3] === 0 && (bytes[4] === 10 || bytes[4] === 255) ? 'ok' : 'not-this';
  },
};

const http = (host: string): Talk => ({
  hello: Buffer.from(
    `HEAD / HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: Portside\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
  ),
  judge: (bytes) => startsWith(bytes, 'HTTP/1.'),
});

/** How to ask for a sign of life from what this port leads to; undefined where its protocol is not known. */
export function talkOf({ speaks, rewrite, hostnames }: TunnelPlan): Talk | undefined {
  if (speaks === undefined) return undefined;
  const talks: Readonly<Record<Speaks, Talk>> = {
    postgresql: POSTGRESQL,
    redis: REDIS,
    mysql: MYSQL,
    http: http(rewrite?.to ?? hostnames[0] ?? 'localhost'),
  };
  return talks[speaks];
}

/**
 * Whether it may be asked again and again while nobody uses it. Not MySQL and MariaDB: to them a connection without a login
 * is an error of the client's host, and after `max_connect_errors` of them (100) without a login in between they let nobody
 * in from there: the gateway, and with it everyone (seen with MariaDB 10.11).
 */
export const mayAskOften = ({ speaks }: TunnelPlan): boolean => speaks !== undefined && speaks !== 'mysql';
