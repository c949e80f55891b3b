const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first `count` letters as a reader counts them, in capitals. */
export function firstLetters(words: string, count: number): string {
  const letters: string[] = [];
  for (const { segment } of graphemes.segment(words.trim())) {
    if (letters.length === count) break;
    letters.push(segment);
  }
  return letters.join('').toLocaleUpperCase();
}
