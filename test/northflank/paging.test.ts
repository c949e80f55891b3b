import { expect, test } from 'vitest';
import { ProjectItem } from '../../electron/northflank/answers.ts';
import { listAll } from '../../electron/northflank/paging.ts';
import { json, type Answer } from '../support/api-server.ts';
import { failureOf, freshApi } from './fresh-api.ts';

const PATH = '/v1/projects';
const at = freshApi();

const ids = async () =>
  (await listAll(at.api, PATH, { key: 'projects', item: ProjectItem, onSkip: () => {} })).map((each) => each.id);
const page = (names: readonly string[], pagination?: object) => ({
  data: { projects: names.map((id) => ({ id, name: id })) },
  ...(pagination && { pagination }),
});
/** Answers by the query that is asked with. */
const byQuery =
  (answers: (query: URLSearchParams) => object): Answer =>
  (request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'https://server');
    (json(answers(searchParams)) as (...args: unknown[]) => void)(request, response);
  };

test('cursors are followed to the end, a hundred items a page', async () => {
  at.server.answer(
    PATH,
    byQuery((query) => {
      const start = Number(query.get('cursor') ?? 0);
      const size = Number(query.get('per_page'));
      const names = Array.from({ length: Math.min(size, 230 - start) }, (_, index) => `p${start + index}`);
      const more = start + size < 230;
      return page(names, { hasNextPage: more, count: names.length, ...(more && { cursor: String(start + size) }) });
    }),
  );
  expect(await ids()).toEqual(Array.from({ length: 230 }, (_, index) => `p${index}`));
  expect(at.server.asked).toHaveLength(3);
});

test('without cursors the pages are counted', async () => {
  at.server.answer(
    PATH,
    byQuery((query) => {
      const number = Number(query.get('page') ?? 1);
      return page([`p${number}`], { hasNextPage: number < 3 });
    }),
  );
  expect(await ids()).toEqual(['p1', 'p2', 'p3']);
});

test.each([
  ['no pagination', undefined],
  ['pagination of a wrong type', { hasNextPage: 'yes', cursor: 7 }],
  ['a cursor after the last page', { hasNextPage: false, cursor: 'more' }],
])('%s means the last page', async (_, pagination) => {
  at.server.answer(PATH, page(['p1'], pagination));
  expect(await ids()).toEqual(['p1']);
});

test('a cursor alone means one more page', async () => {
  at.server.answer(
    PATH,
    byQuery((query) => (query.get('cursor') ? page(['p2']) : page(['p1'], { cursor: 'next' }))),
  );
  expect(await ids()).toEqual(['p1', 'p2']);
});

test('an item that comes on two pages counts once', async () => {
  at.server.answer(
    PATH,
    byQuery((query) => (query.get('cursor') ? page(['p2', 'p3']) : page(['p1', 'p2'], { cursor: 'next' }))),
  );
  expect(await ids()).toEqual(['p1', 'p2', 'p3']);
});

test.each([
  ['the same cursor for ever', () => page(['p1'], { hasNextPage: true, cursor: 'again' }), 2],
  ['two cursors in turn', (q: URLSearchParams) => page(['p'], { cursor: q.get('cursor') === 'a' ? 'b' : 'a' }), 3],
  ['a next page that is empty', (q: URLSearchParams) => page(q.get('page') ? [] : ['p1'], { hasNextPage: true }), 2],
  [
    'a new cursor for ever',
    (q: URLSearchParams) => page(['p1'], { cursor: String(Number(q.get('cursor') ?? 0) + 1) }),
    200,
  ],
])('%s ends as api-malformed', async (_, answers, requests) => {
  at.server.answer(PATH, byQuery(answers));
  await expect(ids()).rejects.toMatchObject({ problem: { code: 'api-malformed' } });
  expect(at.server.asked).toHaveLength(requests);
});

test.each([
  ['no data', {}],
  ['null', null as unknown as object],
  ['a list instead of data', { data: [] }],
  ['another list', { data: { services: [] } }],
  ['no list', { data: { projects: { id: 'p1' } } }],
])('%s is api-malformed', async (_, body) => {
  at.server.answer(PATH, json(body));
  await expect(ids()).rejects.toMatchObject({ problem: { code: 'api-malformed' } });
});

test('items that cannot be read are left out and counted', async () => {
  const odd = [null, 7, {}, { id: '' }, { id: 'a/b' }, { id: '..' }, { id: 'x'.repeat(201) }, { id: ['p1'] }];
  const good = { id: 'p1', name: 12, description: ['no'], extra: { deep: true } };
  at.server.answer(PATH, { data: { projects: [...odd, good] } });
  let skipped = 0;
  const onSkip = () => {
    skipped += 1;
  };
  expect(await listAll(at.api, PATH, { key: 'projects', item: ProjectItem, onSkip })).toEqual([
    { id: 'p1', name: undefined, description: undefined },
  ]);
  expect(skipped).toBe(odd.length);
});

test('a page of more items than any account holds is api-malformed', async () => {
  at.server.answer(PATH, page(Array.from({ length: 10_001 }, (_, index) => `p${index}`)));
  expect((await failureOf(ids())).problem.code).toBe('api-malformed');
});
