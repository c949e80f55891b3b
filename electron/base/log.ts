type Level = 'debug' | 'info' | 'warn' | 'error';
export type Fields = Readonly<Record<string, unknown>>;
export type Sink = (level: Level, scope: string, message: string, fields: Fields) => void;

export type Log = {
  readonly debug: (message: string, fields?: Fields) => void;
  readonly info: (message: string, fields?: Fields) => void;
  readonly warn: (message: string, fields?: Fields) => void;
  readonly error: (message: string, fields?: Fields) => void;
  /** A log whose lines carry `<this scope>.<name>`. */
  readonly child: (name: string) => Log;
};

/** How many have named each secret, in each way that it is written. */
const secrets = new Map<string, number>();

/** As it is, in JSON and in an address: errors quote what they were given. */
function waysToWrite(secret: string): ReadonlySet<string> {
  const encoded = encodeURIComponent(secret.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
  const strictly = encoded.replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return new Set([secret, JSON.stringify(secret).slice(1, -1), encoded, strictly]);
}

/** From now on `redact` removes this value from every text, until each that named it has called the returned function. */
export function keepOutOfLogs(secret: string): () => void {
  if (secret.length < 6) return () => {};
  const ways = waysToWrite(secret);
  for (const way of ways) secrets.set(way, (secrets.get(way) ?? 0) + 1);
  let isNamed = true;
  return () => {
    if (!isNamed) return;
    isNamed = false;
    for (const way of ways) {
      const left = (secrets.get(way) ?? 0) - 1;
      if (left > 0) secrets.set(way, left);
      else secrets.delete(way);
    }
  };
}

/** Each part is bounded: a far side chooses the text, and one without bounds is looked through again from each letter. */
const PATTERNS: readonly [RegExp, string][] = [
  [/\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g, '[token]'],
  [/\b(bearer|basic)\s+[\w+/=.~-]{6,}/gi, '$1 [secret]'],
  // Up to the last `@`: a password may hold one, and slashes.
  [/([a-z][a-z0-9+.-]{0,31}:\/\/[^\s:/@]{0,256}:)[^\s"'<>]{1,1024}@/gi, '$1[secret]@'],
  [
    /((?:passw(?:or)?d|pwd|secret|token|api[_-]?key)\\?["']?\s*[=:]\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\"(?:[^"\\]|\\[^"])*\\"|[^\s,;&"'\\)\]}]+)/gi,
    '$1[secret]',
  ],
];
/** What stands in a field of such a name is no text to look through. */
const SECRET_FIELD = /^(?:passw(?:or)?d|pwd|secret|token|authorization|cookie|api[_-]?(?:key|token))$/i;

/** The text without known secrets and without what looks like one (JWT, Authorization value, password in a URL or behind its name). */
export function redact(text: string): string {
  let clean = text;
  // The longest first: of a secret within another one, the rest would stay.
  for (const secret of [...secrets.keys()].sort((a, b) => b.length - a.length))
    clean = clean.replaceAll(secret, '[secret]');
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

const MAX_DEPTH = 8;

/** Plain data without secrets, whatever is given: a line that cannot be written must not break what it tells of. */
function plain(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'bigint' || typeof value === 'symbol') return redact(String(value));
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return '[circular]';
  if (above.length >= MAX_DEPTH) return '[deep]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  const within = [...above, value];
  try {
    if (Array.isArray(value)) return value.map((each) => plain(each, within));
    if (value instanceof Error) {
      const { name, message, code, cause } = value as Error & { readonly code?: unknown };
      return plainFields(
        { name, message, ...(code !== undefined && { code }), ...(cause !== undefined && { cause }) },
        within,
      );
    }
    const { toJSON } = value as { readonly toJSON?: unknown };
    return typeof toJSON === 'function' ? plain(toJSON.call(value), within) : plainFields(value, within);
  } catch {
    return '[unreadable]';
  }
}

function plainFields(fields: object, above: readonly object[] = []): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      redact(name),
      SECRET_FIELD.test(name) && typeof value === 'string' ? '[secret]' : plain(value, above),
    ]),
  );
}

/** Every line is redacted here, so no sink can leak. */
export function createLog(sink: Sink, scope = 'portside'): Log {
  const at =
    (level: Level) =>
    (message: string, fields: Fields = {}) => {
      sink(level, scope, redact(message), plainFields(fields));
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (name) => createLog(sink, `${scope}.${name}`),
  };
}

export const silentLog: Log = createLog(() => {});
