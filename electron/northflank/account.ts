import { createHash } from 'node:crypto';
import type { Account } from '../contract/catalog.ts';
import { Failure } from '../contract/failure.ts';
import { readData, Team, Token } from './answers.ts';
import type { Api } from './api.ts';
import { compact } from './compact.ts';
import { malformed } from './faults.ts';
import { listAll } from './paging.ts';
import { missingPermissions } from './permissions.ts';

/** What a token opens. */
export type ProvenAccount = Pick<
  Account,
  'id' | 'host' | 'name' | 'scope' | 'expiresAt' | 'tokenName' | 'role' | 'missing' | 'teams'
>;

/**
 * The claims of a token that `GET /v1/auth` did not describe. Northflank's client reads `entityType` from the payload, and
 * takes `team` where there is none; nothing here is trusted for more than a name.
 */
function readClaims(token: string): Token {
  let payload: unknown = {};
  try {
    payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    // Not a JWT: the platform accepted it all the same.
  }
  const claims = Token.safeParse(payload);
  const exp = (payload as { readonly exp?: unknown } | null)?.exp;
  const expiry = typeof exp === 'number' && exp > 0 && exp < 1e11 ? new Date(exp * 1000).toISOString() : undefined;
  return { ...(claims.success ? claims.data : { entityType: 'team' }), ...(expiry && { expiresAt: expiry }) };
}

/** What the token says of itself, without asking anyone. */
export const isOfOrganisation = (token: string): boolean => readClaims(token.trim()).entityType === 'org';

/** Ask what the token is; an older platform without `/v1/auth` only says whether it accepts it. */
async function identify(api: Api, token: string, signal: AbortSignal | undefined): Promise<Token> {
  try {
    const { body } = await api.get('/v1/auth', { signal });
    return readData(Token, body, api.host);
  } catch (error) {
    if (!(error instanceof Failure) || error.problem.code !== 'resource-gone') throw error;
  }
  try {
    await api.get('/v1/login', { signal });
  } catch (error) {
    // Neither address exists: whatever answers there is not Northflank's API.
    throw error instanceof Failure && error.problem.code === 'resource-gone' ? malformed(api.host, error) : error;
  }
  return readClaims(token);
}

const hash = (parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20);

/** An organisation's teams with their names; undefined where they may not, or cannot, be listed: nothing depends on it. */
async function readTeams(api: Api, signal: AbortSignal | undefined): Promise<Account['teams']> {
  try {
    const teams = await listAll<Team>(api, '/v1/teams', { key: 'teams', item: Team, onSkip: () => {}, signal });
    return teams.map(({ id, name }) => ({ id, name: name ?? id }));
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    return undefined;
  }
}

/**
 * Proves that the platform accepts the token and says whose it is. The account's id is the same for every token of the same
 * team (or organisation and team) at the same host, so a renewed token finds what the old one had opened.
 */
export async function proveToken(
  api: Api,
  { token, teamId }: { readonly token: string; readonly teamId?: string | undefined },
  signal?: AbortSignal,
): Promise<ProvenAccount> {
  const proof = await identify(api, token.trim(), signal);
  const { entityType: scope, entityId, entityUid, name, expiresAt, role, permissions } = proof;
  const team = scope === 'org' ? teamId : undefined;
  const owner = entityUid ?? entityId ?? hash([token.trim()]);
  const title = entityId ?? name ?? new URL(api.host).host;
  const listsTeams = scope === 'org' && team === undefined;
  return compact({
    id: hash([api.host, scope, owner, ...(team === undefined ? [] : [team])]),
    host: api.host,
    name: team === undefined ? title : `${title} / ${team}`,
    scope,
    expiresAt,
    tokenName: name,
    role: role?.name,
    missing: missingPermissions(permissions, listsTeams),
    teams: listsTeams ? await readTeams(api, signal) : undefined,
  });
}
