import { z } from 'zod';
import type { AccountId, Project, Resource } from '../contract/catalog.ts';
import type { Problem } from '../contract/problem.ts';
import { resourcesOf, type SessionState } from '../contract/session.ts';
import type { Book } from './records.ts';

/** What was known of the platform when it was last looked at. A cache: losing it costs a read. */
export type SavedCatalog = {
  /** When each account's catalogue was last read as a whole, Unix milliseconds. */
  readonly readAt: Readonly<Record<AccountId, number>>;
  readonly projects: Book<Project>;
  readonly resources: Book<Resource>;
};

export const emptyCatalog: SavedCatalog = { readAt: {}, projects: {}, resources: {} };

const text = z.string().min(1).max(2048);

const SavedProject = z.object({
  key: text,
  accountId: text,
  teamId: text.exactOptional(),
  id: text,
  name: z.string(),
  description: z.string().exactOptional(),
  region: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
});

const SavedResource = z.object({
  key: text,
  projectKey: text,
  target: z.object({
    accountId: text,
    teamId: text.exactOptional(),
    projectId: text,
    kind: z.enum(['service', 'addon']),
    resourceId: text,
  }),
  name: z.string(),
  description: z.string().exactOptional(),
  tags: z.array(z.string()),
  state: z.enum(['running', 'starting', 'paused', 'stopped', 'failed', 'deleting', 'unknown']),
  detail: z.string(),
  type: z.string(),
  version: z.string().exactOptional(),
  tls: z.boolean().exactOptional(),
  instances: z.number().exactOptional(),
  ports: z
    .array(
      z.object({ number: z.number().int().min(1).max(65_535), name: z.string().exactOptional(), protocol: z.string() }),
    )
    .exactOptional(),
  readAt: z.number().exactOptional(),
});

const First = z.object({ version: z.literal(1), readAt: z.record(z.string(), z.number()) });
const Line = z.object({ project: SavedProject, resources: z.array(z.unknown()) });

const withoutProblem = <T extends { readonly problem?: Problem }>(value: T) => ({ ...value, problem: undefined });

/** One line of JSON for each project, so that nobody ever has to make or read all of it at once. */
export function* catalogLines(state: SessionState): Generator<string> {
  const readAt = Object.values(state.accounts).flatMap(({ id, catalog }) =>
    catalog.readAt === undefined ? [] : [[id, catalog.readAt] as const],
  );
  yield JSON.stringify({ version: 1, readAt: Object.fromEntries(readAt) });
  for (const project of Object.values(state.projects)) {
    const resources = resourcesOf(state, project.key).map(withoutProblem);
    yield JSON.stringify({ project: withoutProblem(project), resources });
  }
}

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
};

/** Reads what `catalogLines` made, a line at a time. What does not fit is left out: it is read anew anyway. */
export function readCatalogLines() {
  let readAt: SavedCatalog['readAt'] | undefined;
  const projects: Record<string, Project> = {};
  const resources: Record<string, Resource> = {};
  return {
    take(line: string): void {
      if (readAt === undefined) {
        readAt = First.safeParse(parse(line)).data?.readAt ?? {};
        return;
      }
      const { data } = Line.safeParse(parse(line));
      if (!data) return;
      projects[data.project.key] = data.project;
      for (const each of data.resources) {
        const resource = SavedResource.safeParse(each).data;
        if (resource && resource.projectKey === data.project.key) resources[resource.key] = resource;
      }
    },
    done: (): SavedCatalog => ({ readAt: readAt ?? {}, projects, resources }),
  };
}

const isBook = (value: unknown): value is Book<unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What earlier versions kept with the state. What does not fit is left out without a word. */
export function catalogInState(raw: unknown): SavedCatalog | undefined {
  if (!isBook(raw) || (raw['projects'] === undefined && raw['resources'] === undefined)) return undefined;
  const fitting = <T extends { readonly key: string }>(part: unknown, schema: z.ZodType<T>): Book<T> =>
    Object.fromEntries(
      Object.entries(isBook(part) ? part : {}).flatMap(([key, value]) => {
        const { data } = schema.safeParse(value);
        return data?.key === key ? [[key, data] as const] : [];
      }),
    );
  return {
    readAt: {},
    projects: fitting(raw['projects'], SavedProject),
    resources: fitting(raw['resources'], SavedResource),
  };
}
