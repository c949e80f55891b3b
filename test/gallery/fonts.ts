import type { Page } from 'playwright';

/** Scripts for which the app brings no font: the system's is right for them, and another on each computer. */
export const FOREIGN = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Han}]/u;

type PageNode = {
  readonly nodeId: number;
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string;
  readonly children?: readonly PageNode[];
  readonly shadowRoots?: readonly PageNode[];
};

const TEXT = 3;
const SILENT: ReadonlySet<string> = new Set(['HEAD', 'SCRIPT', 'STYLE', 'TITLE']);

/** Elements with text of their own, in fields as well, each with its words. */
function* spoken(node: PageNode): Generator<{ nodeId: number; words: string }> {
  if (SILENT.has(node.nodeName)) return;
  const inner = [...(node.children ?? []), ...(node.shadowRoots ?? [])];
  const words = inner.flatMap(({ nodeType, nodeValue }) => (nodeType === TEXT ? [nodeValue] : [])).join('');
  if (words.trim() !== '') yield { nodeId: node.nodeId, words };
  for (const each of inner) yield* spoken(each);
}

/** What is drawn with a font that did not come with the app, and so looks otherwise on each computer. */
export async function strangeLetters(page: Page): Promise<readonly string[]> {
  const browser = await page.context().newCDPSession(page);
  try {
    await browser.send('DOM.enable');
    await browser.send('CSS.enable');
    const { root } = await browser.send('DOM.getDocument', { depth: -1, pierce: true });
    const found: string[] = [];
    for (const { nodeId, words } of spoken(root)) {
      if (FOREIGN.test(words)) continue;
      // What was drawn anew meanwhile is no node any more.
      const { fonts } = await browser.send('CSS.getPlatformFontsForNode', { nodeId }).catch(() => ({ fonts: [] }));
      for (const { familyName, isCustomFont } of fonts) {
        if (!isCustomFont) found.push(`«${words.trim()}» in ${familyName}`);
      }
    }
    return found;
  } finally {
    await browser.detach();
  }
}

/** Runs in the page. */
export function spreadNames(): string[] {
  return [...document.querySelectorAll<HTMLElement>('#root *, [data-base-ui-portal] *')].flatMap((element) => {
    const own = [...element.childNodes].flatMap((node) => (node instanceof Text ? [node.data] : [])).join('');
    if (!/\p{L}-|-\p{L}/u.test(own)) return [];
    const { fontFamily, fontVariantNumeric } = getComputedStyle(element);
    return fontFamily.startsWith('"Inter') && fontVariantNumeric.includes('tabular') ? [`«${own}»`] : [];
  });
}
