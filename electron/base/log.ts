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

const secrets = new Set<string>();

/** From now on `redact` removes this value from every text; the returned function forgets it. */
export function keepOutOfLogs(secret: string): () => void {
  if (secret.length < 6) return () => {};
  secrets.add(secret);
  return () => secrets.delete(secret);
}

const PATTERNS: readonly [RegExp, string][] = [
  [/\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g, '[token]'],
  [/\b(bearer|basic)\s+[\w+/=.~-]{6,}/gi, '$1 [secret]'],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi, '$1[secret]@'],
];

/** The text without known secrets and without what looks like one (JWT, Authorization value, password in a URL). */
export function redact(text: string): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, '[secret]');
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (value instanceof Error) {
    const { code } = value as { code?: unknown };
    const cause = value.cause === undefined ? {} : { cause: redactValue(value.cause) };
    return { name: value.name, message: redact(value.message), ...(code !== undefined && { code }), ...cause };
  }
  if (typeof value === 'object' && value !== null) return JSON.parse(redact(JSON.stringify(value))) as unknown;
  return value;
}

/** Every line is redacted here, so no sink can leak. */
export function createLog(sink: Sink, scope = 'portside'): Log {
  const at =
    (level: Level) =>
    (message: string, fields: Fields = {}) => {
      const clean = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redactValue(value)]));
      sink(level, scope, redact(message), clean);
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
