import type { RemotePort, Resource } from '../../electron/contract/catalog.ts';
import { text } from '../text/text.ts';

/** `PostgreSQL`; the platform's own word where a type is newer than this app. */
export function typeName(type: string): string {
  return text.types[type] ?? type;
}

/** `PostgreSQL 16`, `Redis 7`: name and major version, for one line of a row. */
export function shortType(resource: Resource): string {
  const major = resource.version?.split('.')[0];
  return major ? `${typeName(resource.type)} ${major}` : typeName(resource.type);
}

/** A state that is newer than this app, in the platform's word: `TASK_LOST` becomes `Task lost`. */
export function plainWord(word: string): string {
  const words = word.replaceAll(/([a-z])([A-Z])|[_-]+/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What Northflank says of it, as exactly as it says it. */
export function stateWords({ state, detail }: Pick<Resource, 'state' | 'detail'>): string {
  const said: Readonly<Record<string, string>> = text.about.said;
  if (Object.hasOwn(said, detail)) return said[detail] ?? detail;
  return state === 'unknown' && detail ? plainWord(detail) : text.state[state];
}

/** The port's name, or its protocol in small letters where it has none. */
export function portName(port: RemotePort): string {
  return port.name || port.protocol.toLowerCase();
}
