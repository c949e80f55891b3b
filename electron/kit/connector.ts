/** `server=h:p;uid=u;password=p;database=d`, MySQL's and ADO.NET's connection string. Order, case and unknown keys stay. */
type Connector = readonly (readonly [key: string, value: string])[];

const SHAPE = /^\s*(?:server|host|data source|datasource|address|addr|network address)\s*=/i;

/** Undefined for anything else. Values may stand in quotes, doubled inside; `=` and spaces are theirs. */
export function parseConnector(text: string): Connector | undefined {
  if (!SHAPE.test(text)) return undefined;
  const pairs: [string, string][] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const [whole, name = '', quote = ''] = /^([^=;]+)=\s*(["'])?/.exec(rest) ?? [];
    const key = name.trim();
    if (whole === undefined || key === '') return undefined;
    rest = rest.slice(whole.length);
    if (quote === '') {
      const [value = ''] = /^[^;]*/.exec(rest) ?? [];
      pairs.push([key, value.trimEnd()]);
      rest = rest.slice(value.length);
    } else {
      const pattern = quote === '"' ? /^((?:[^"]|"")*)"\s*/ : /^((?:[^']|'')*)'\s*/;
      const [quoted, inner = ''] = pattern.exec(rest) ?? [];
      if (quoted === undefined) return undefined;
      pairs.push([key, inner.replaceAll(quote + quote, quote)]);
      rest = rest.slice(quoted.length);
    }
    if (rest !== '' && !rest.startsWith(';')) return undefined;
    rest = rest.slice(1);
  }
  return pairs;
}

function formatValue(value: string): string {
  if (!/[;"']|^\s|\s$/.test(value)) return value;
  return value.includes('"') && !value.includes("'") ? `'${value}'` : `"${value.replaceAll('"', '""')}"`;
}

export const formatConnector = (pairs: Connector): string =>
  pairs.map(([key, value]) => `${key}=${formatValue(value)}`).join(';');

const NAMES = {
  server: ['server', 'host', 'data source', 'datasource', 'address', 'addr', 'network address'],
  port: ['port'],
  user: ['uid', 'user id', 'username', 'user name', 'user'],
  password: ['password', 'pwd'],
  database: ['database', 'initial catalog'],
  ssl: ['sslmode', 'ssl mode'],
} as const;

export const connectorKey = (key: string): keyof typeof NAMES | undefined =>
  (Object.keys(NAMES) as (keyof typeof NAMES)[]).find((name) =>
    (NAMES[name] as readonly string[]).includes(key.toLowerCase()),
  );

export const connectorValue = (pairs: Connector, wanted: keyof typeof NAMES): string | undefined =>
  pairs.find(([key]) => connectorKey(key) === wanted)?.[1];
