import { parseSync } from 'vite';

type Leaf = string | ((...args: never[]) => unknown);

/** Every word by the path that leads to it. */
export function leavesOf(words: unknown, path = ''): ReadonlyMap<string, Leaf> {
  if (typeof words === 'string' || typeof words === 'function') return new Map([[path, words as Leaf]]);
  return new Map(
    Object.entries(words as object).flatMap(([key, value]) => [
      ...leavesOf(value, path === '' ? key : `${path}.${key}`),
    ]),
  );
}

/** What a language has too much, too little or in another form than English has it. */
export function differences(english: unknown, other: unknown): string[] {
  const ours = leavesOf(english);
  const theirs = leavesOf(other);
  const shape = (leaf: Leaf | undefined) =>
    typeof leaf === 'function' ? `a function of ${leaf.length}` : leaf === undefined ? 'absent' : 'a text';
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((path) => {
    const [a, b] = [shape(ours.get(path)), shape(theirs.get(path))];
    return a === b ? [] : [`${path}: ${a}, there ${b}`];
  });
}

/** Paths at which both languages say the very same. */
export function untranslated(english: unknown, other: unknown): string[] {
  const theirs = leavesOf(other);
  return [...leavesOf(english)].flatMap(([path, leaf]) =>
    typeof leaf === 'string' && leaf !== '' && theirs.get(path) === leaf ? [`${path}: ${leaf}`] : [],
  );
}

/** Attributes that are shown or read aloud; ours are among them, since components hand them on. */
const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'title',
  'placeholder',
  'alt',
  'label',
  'hint',
  'text',
  'words',
]);

type Node = { readonly type: string; readonly [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;
const hasWords = (said: unknown): said is string => typeof said === 'string' && /\p{L}{2}/u.test(said);

/** The texts that an expression can be, wherever it chooses between them. */
function textsIn(node: Node): string[] {
  const from = (...keys: string[]) => keys.flatMap((key) => (isNode(node[key]) ? textsIn(node[key]) : []));
  switch (node.type) {
    case 'Literal':
      return hasWords(node['value']) ? [node['value']] : [];
    case 'TemplateLiteral':
      return (node['quasis'] as readonly { value: { cooked: string } }[])
        .map(({ value }) => value.cooked)
        .filter(hasWords);
    case 'JSXExpressionContainer':
      return from('expression');
    case 'ConditionalExpression':
      return from('consequent', 'alternate');
    case 'LogicalExpression':
      return from('left', 'right');
    default:
      return [];
  }
}

/** Words that stand in a component instead of among the texts. */
export function literalWords(file: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'JSXText' && hasWords(node['value'])) found.push(node['value'].trim());
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      const children = (node['children'] as readonly Node[]).filter(({ type }) => type === 'JSXExpressionContainer');
      found.push(...children.flatMap(textsIn));
    }
    if (node.type === 'JSXAttribute' && SPOKEN.has(String((node['name'] as Node)['name'])) && isNode(node['value']))
      found.push(...textsIn(node['value']));
    for (const value of Object.values(node)) for (const each of [value].flat()) if (isNode(each)) visit(each);
  };
  visit(parseSync(file, source).program as unknown as Node);
  return found;
}
