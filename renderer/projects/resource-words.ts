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

/** The port's name, or its protocol in small letters where it has none. */
export function portName(port: RemotePort): string {
  return port.name || port.protocol.toLowerCase();
}
