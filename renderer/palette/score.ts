/** A text prepared once, so that a keystroke only compares. */
export type Hay = {
  readonly text: string;
  /** 1 where a word begins: after a blank, a dash, a dot, a slash, or where a small letter meets a capital. */
  readonly starts: Uint8Array;
};

const BREAKS = new Set(Array.from(' -_./:@·', (each) => each.charCodeAt(0)));

export function makeHay(words: string): Hay {
  const text = words.toLocaleLowerCase();
  const starts = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const isCapital = words[at] !== text[at];
    if (at === 0 || BREAKS.has(text.charCodeAt(at - 1)) || (isCapital && words[at - 1] === text[at - 1]))
      starts[at] = 1;
  }
  return { text, starts };
}

const AT_START = 10;
const AT_WORD = 8;
const IN_ROW = 6;
const ANYWHERE = 1;
const GAP = 0.3;
const MOST_GAP = 12;

const isStart = ({ starts }: Hay, at: number) => starts[at] === 1;

/** The letter's place: the next one, unless a word soon begins with it. */
function placeOf(letter: string, hay: Hay, from: number): number {
  const first = hay.text.indexOf(letter, from);
  for (let at = first; at >= 0 && at - first <= MOST_GAP; at = hay.text.indexOf(letter, at + 1)) {
    if (isStart(hay, at)) return at;
  }
  return first;
}

/** All letters in their order: in a row, at the begin of a word, or anywhere. 0 where one is missing. */
function walk(word: string, hay: Hay): number {
  let sum = 0;
  let last = -1;
  for (const letter of word) {
    const isNext = last >= 0 && hay.text.startsWith(letter, last + 1);
    const at = isNext ? last + 1 : placeOf(letter, hay, last + 1);
    if (at < 0) return 0;
    if (at === 0) sum += AT_START;
    else if (isStart(hay, at)) sum += AT_WORD;
    else sum += isNext ? IN_ROW : ANYWHERE;
    if (last >= 0) sum -= Math.min(MOST_GAP, at - last - 1) * GAP;
    last = at;
  }
  return Math.max(sum, 0.1);
}

function scoreWord(word: string, hay: Hay): number {
  const first = hay.text.indexOf(word);
  if (first < 0) return walk(word, hay);
  for (let at = first; at >= 0; at = hay.text.indexOf(word, at + 1)) {
    if (isStart(hay, at)) return word.length * IN_ROW + (at === 0 ? AT_START : AT_WORD);
  }
  return word.length * IN_ROW + ANYWHERE;
}

/** Whether all letters are there in their order: most texts fail this, and it costs least. */
function has(word: string, { text }: Hay): boolean {
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

export const hasAll = (query: readonly string[], hay: Hay): boolean => query.every((word) => has(word, hay));

/**
 * How well the words of a query fit, 0 where one of them does not. All letters of a word must occur in their order; in a row
 * and at the begin of words they count most. Of equal fits the shorter text is the better one.
 */
export function score(query: readonly string[], hay: Hay): number {
  let sum = 0;
  for (const word of query) {
    const one = scoreWord(word, hay);
    if (one === 0) return 0;
    sum += one;
  }
  return Math.max(0.1, sum - Math.min(2, hay.text.length / 100));
}

export const wordsOf = (query: string): readonly string[] => query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
