export type Level = 'debug' | 'info' | 'warn' | 'error';
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

/** How many have named each secret. */
const secrets = new Map<string, number>();

/** From now on `redact` removes this value from every text, until each that named it has called the returned function. */
export function keepOutOfLogs(secret: string): () => void {
  if (secret.length < 6) return () => {};
  secrets.set(secret, (secrets.get(secret) ?? 0) + 1);
  let isNamed = true;
  return () => {
    const left = (secrets.get(secret) ?? 0) - (isNamed ? 1 : 0);
    isNamed = false;
    if (left > 0) secrets.set(secret, left);
    else secrets.delete(secret);
  };
}

const PATTERNS: readonly [RegExp, string][] = [
  [/\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g, '[token]'],
  [/\b(bearer|basic)\s+[\w+/=.~-]{6,}/gi, '$1 [secret]'],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi, '$1[secret]@'],
];

/** The text without known secrets and without what looks like one (JWT, Authorization value, password in a URL). */
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
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [redact(name), plain(value, above)]));
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
