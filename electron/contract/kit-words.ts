import { type InEach, spokenLanguage } from './language.ts';
import type { KitRole } from './kit.ts';
import type { KitFormat, KitOpener } from './kit-formats.ts';
import { germanKit } from './text/de/kit.ts';
import { englishKit } from './text/en/kit.ts';

export const KIT_WORDS: InEach<typeof englishKit> = { en: englishKit, de: germanKit };

const TOOLS = {
  postgresql: 'psql',
  mysql: 'mysql',
  redis: 'redis-cli',
  mongodb: 'mongosh',
  rabbitmq: 'amqp',
  minio: 'mc',
};

/** The program that talks to the port in a terminal. */
function toolName(role: KitRole): string {
  if (role.kind === 'engine') return TOOLS[role.engine];
  return role.kind === 'management' ? 'rabbitmqadmin' : 'curl';
}

export function formatName(role: KitRole, format: KitFormat): string {
  const words = KIT_WORDS[spokenLanguage()];
  if (format === 'command') return words.command(toolName(role));
  if (format === 'uri' && role.kind !== 'engine') return 'URL';
  return words.formats[format];
}

export function openerName(role: KitRole, opener: KitOpener): string {
  const words = KIT_WORDS[spokenLanguage()];
  return opener === 'terminal' ? words.open(toolName(role)) : words.openers[opener];
}
