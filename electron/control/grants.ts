import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { SCOPES, type ControlClient, type Scope } from '../contract/control.ts';

const Grant = z.object({
  name: z.string().max(64),
  scopes: z.array(z.enum(['read', 'toggle', 'secrets'])),
  since: z.number(),
  lastAt: z.number().exactOptional(),
  /** SHA-256 of the token, hex. The token has 256 random bits, so a plain hash tells nothing of it. */
  hash: z.string().length(64),
});
type Grant = z.infer<typeof Grant>;

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Who was let in, kept over restarts without their tokens. An entry that cannot be read lets nobody in. */
export function openGrants(
  content: Readonly<Record<string, unknown>>,
  write: (content: Record<string, unknown>) => void,
) {
  const grants = new Map<string, Grant>();
  for (const [id, value] of Object.entries(content)) {
    const { data } = Grant.safeParse(value);
    if (data) grants.set(id, data);
  }
  const save = () => write(Object.fromEntries(grants));
  const client = (id: string, { name, scopes, since, lastAt }: Grant): ControlClient => ({
    id,
    name,
    scopes,
    since,
    ...(lastAt !== undefined && { lastAt }),
  });

  return {
    clients: (): Record<string, ControlClient> =>
      Object.fromEntries([...grants].map(([id, grant]) => [id, client(id, grant)])),

    /** The one token of this client is told here and nowhere else. */
    give(
      name: string,
      scopes: readonly Scope[],
      at: number,
    ): { readonly token: string; readonly client: ControlClient } {
      const token = randomBytes(32).toString('base64url');
      const id = randomUUID();
      const grant: Grant = {
        name,
        scopes: SCOPES.filter((each) => scopes.includes(each)),
        since: at,
        lastAt: at,
        hash: hashOf(token).toString('hex'),
      };
      grants.set(id, grant);
      save();
      return { token, client: client(id, grant) };
    },

    find(token: string, at: number): ControlClient | undefined {
      const hash = hashOf(token);
      const found = [...grants].find(([, grant]) => timingSafeEqual(Buffer.from(grant.hash, 'hex'), hash));
      if (!found) return undefined;
      const [id, grant] = found;
      grants.set(id, { ...grant, lastAt: at });
      save();
      return client(id, grant);
    },

    take(id: string): void {
      if (grants.delete(id)) save();
    },
  };
}
export type Grants = ReturnType<typeof openGrants>;
