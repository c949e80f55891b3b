import { text } from '../text/text.ts';
import { isMac } from '../ui/media.ts';

const command = isMac ? '⌘' : 'Ctrl';
const { shortcuts: said } = text;

/** Each line: the keys, several ways apart, and what they do. */
type Line = readonly [ways: readonly (readonly string[])[], words: string];

export const SHORTCUTS: readonly { readonly title: string; readonly lines: readonly Line[] }[] = [
  {
    title: said.everywhere,
    lines: [
      [[[command, 'K']], said.palette],
      [[['/']], said.search],
      [[[command, ',']], said.settings],
      [[['?']], said.sheet],
      [[['Esc']], said.escape],
    ],
  },
  {
    title: said.list,
    lines: [
      [[['↑'], ['↓']], said.move],
      [[['Home'], ['End']], said.ends],
      [[['Enter']], said.open],
      [[['Space']], said.toggle],
      [[[command, 'C']], said.copy],
      [[[command, 'D']], said.star],
      [[['A … Z']], said.type],
    ],
  },
  {
    title: said.several,
    lines: [
      [
        [
          ['Shift', '↑'],
          ['Shift', '↓'],
        ],
        said.extend,
      ],
      [[[command, 'Space']], said.markOne],
      [[[command, 'A']], said.markAll],
      [[['Space']], said.toggleMarked],
    ],
  },
  {
    title: said.inPalette,
    lines: [
      [[['Enter']], said.paletteRun],
      [[[command, 'Enter']], said.paletteSecond],
    ],
  },
];
