import { Document, isCollection, isNode, isScalar, LineCounter, parseDocument, visit, type Node } from 'yaml';
import { Failure } from '../contract/failure.ts';
import { MAX_FILE_BYTES } from '../contract/proposal.ts';
import { PortsideFile, type FileForward } from './portside-file-schema.ts';

/** A forward of a file, with the line it begins at. */
export type LocatedForward = FileForward & { readonly line: number };
type ParsedPortsideFile = { readonly name?: string; readonly forwards: readonly LocatedForward[] };

const HEAD = ` Which forwards this project needs. Open it with Portside, or run \`portside up\`.
 It holds no secrets and starts nothing by itself.`;
/** What a file has no use for; deeper than this a parser only runs out of stack. */
const MAX_DEPTH = 12;

const wrong = (reason: string, line?: number) =>
  new Failure('portside-file-wrong', { args: { reason, ...(line !== undefined && { line }) } });

/** Brackets that open at once, outside of anything: a document nested a thousandfold is refused before it is parsed. */
function refuseDeep(text: string): void {
  let depth = 0;
  let line = 1;
  for (const letter of text) {
    if (letter === '\n') line += 1;
    else if (letter === '[' || letter === '{') depth += 1;
    else if (letter === ']' || letter === '}') depth -= 1;
    if (depth > MAX_DEPTH) throw wrong('lists are nested too deeply', line);
  }
  for (const [index, row] of text.split('\n').entries()) {
    if (/^(?:\s*-\s){13}/.test(row) || /^\s{400}/.test(row)) throw wrong('lists are nested too deeply', index + 1);
  }
}

/** Plain YAML only: no aliases (ten lines of them make a gigabyte), no tags, no key twice. */
function readYaml(text: string, lines: LineCounter): Document.Parsed {
  refuseDeep(text);
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    strict: true,
    // The parser compares each key with all before it: a dropped file of many would hold up every tunnel. See below.
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    stringKeys: true,
  });
  const [first] = [...document.errors, ...document.warnings];
  if (first) throw wrong(first.message.replace(/\s*[\r\n].*$/s, ''), lines.linePos(first.pos[0]).line);
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key;
        if (seen.has(name)) throw wrong('Map keys must be unique', lineOf(isNode(key) ? key : undefined, lines));
        seen.add(name);
      }
    },
    Alias: (_, node) => {
      throw wrong('references (*) are not allowed', lineOf(node, lines));
    },
    Node: (_, node) => {
      if (node.anchor) throw wrong('references (&) are not allowed', lineOf(node, lines));
    },
  });
  return document;
}

function lineOf(node: Node | null | undefined, lines: LineCounter): number | undefined {
  return node?.range ? lines.linePos(node.range[0]).line : undefined;
}

/** The line of what stands at this path, or of the nearest thing around it. */
function lineAt(document: Document.Parsed, path: readonly PropertyKey[], lines: LineCounter): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return lineOf(node, lines);
  }
  return lineOf(document.contents, lines);
}

const nameOf = (path: readonly PropertyKey[]) =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .slice(1);

/** Throws a `Failure` portside-file-wrong that names the line, or file-too-large. Pure: nothing is looked up. */
export function parsePortsideFile(text: string): ParsedPortsideFile {
  if (text.length > MAX_FILE_BYTES) throw new Failure('file-too-large', { args: { kilobytes: MAX_FILE_BYTES / 1024 } });
  const lines = new LineCounter();
  const document = readYaml(text, lines);
  const content: unknown = document.toJS({ maxAliasCount: 0 });
  const version = (content as { readonly version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > 1) {
    throw wrong(`version ${version} needs a newer Portside`, lineAt(document, ['version'], lines));
  }
  const parsed = PortsideFile.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path ?? [];
    const extra = issue?.code === 'unrecognized_keys' ? [...path, ...issue.keys.slice(0, 1)] : path;
    const reason =
      issue?.code === 'unrecognized_keys' ? `“${issue.keys[0]}” is not known` : (issue?.message ?? 'damaged');
    throw wrong(path.length > 0 ? `${nameOf(path)}: ${reason}` : reason, lineAt(document, extra, lines));
  }
  const forwards = parsed.data.forwards.map((forward, index): LocatedForward => {
    const line = lineAt(document, ['forwards', index], lines) ?? 1;
    if ((forward.service === undefined) === (forward.addon === undefined)) {
      throw wrong('a forward names either a service or an addon', line);
    }
    return { ...forward, line };
  });
  return { forwards, ...(parsed.data.name !== undefined && { name: parsed.data.name }) };
}

/** The text of a file that `parsePortsideFile` reads back; throws where the content would not be accepted. */
export function toPortsideFile(content: Omit<PortsideFile, 'version'>): string {
  const document = new Document(PortsideFile.parse({ version: 1, ...content }));
  document.commentBefore = HEAD;
  visit(document, {
    Pair: (_, { key, value }) => {
      if (String(key) === 'ports' && isCollection(value)) value.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
