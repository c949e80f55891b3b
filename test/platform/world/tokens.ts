import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Topology } from '../spec.ts';

/** One word per group of Northflank permissions that this platform tells apart. */
export type Permission =
  | 'list'
  | 'containers'
  | 'forward'
  | 'credentials'
  | 'secrets'
  | 'runtime-environment'
  | 'update';

export type TokenOptions = {
  readonly scope?: 'team' | 'org';
  /** Team of a team token; the topology's first one if absent. */
  readonly team?: string;
  readonly name?: string;
  readonly deny?: readonly Permission[];
  /** Unix milliseconds. */
  readonly expiresAt?: number;
};

export type Token = {
  readonly text: string;
  readonly id: string;
  readonly name: string;
  readonly scope: 'team' | 'org';
  readonly entity: { readonly id: string; readonly name: string };
  readonly deny: ReadonlySet<Permission>;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly window: { startedAt: number; used: number };
};

export type Tokens = {
  readonly issue: (options?: TokenOptions) => string;
  readonly revoke: (text: string) => void;
  /** The live token behind an Authorization header, or undefined for a missing, unknown, revoked or expired one. */
  readonly verify: (authorization: string | undefined) => Token | undefined;
};

export function createTokens(topology: Topology): Tokens {
  const key = randomBytes(32);
  const live = new Map<string, Token>();

  return {
    issue(options = {}) {
      const scope = options.scope ?? 'team';
      const entity =
        scope === 'org'
          ? topology.org
          : topology.teams.find((team) => options.team === undefined || team.id === options.team);
      if (!entity) throw new Error(`no team ${options.team}`);
      const id = randomUUID();
      const createdAt = Date.now();
      const claims = {
        uuid: id,
        entityId: entity.id,
        entityType: scope,
        iat: Math.floor(createdAt / 1000),
        ...(options.expiresAt !== undefined && { exp: Math.floor(options.expiresAt / 1000) }),
      };
      const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
      const text = `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
      live.set(text, {
        text,
        id,
        name: options.name ?? 'laptop',
        scope,
        entity: { id: entity.id, name: entity.name },
        deny: new Set(options.deny),
        createdAt,
        ...(options.expiresAt !== undefined && { expiresAt: options.expiresAt }),
        window: { startedAt: 0, used: 0 },
      });
      return text;
    },
    revoke: (text) => void live.delete(text),
    verify(authorization) {
      const token = live.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '');
      return token?.expiresAt !== undefined && token.expiresAt <= Date.now() ? undefined : token;
    },
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
